namespace Wallet.Worker.Messages;

/// <summary>A message that can never be carried out as it stands. It is parked in the error queue at once, without effect.</summary>
/// <param name="message">The name of the message, such as <c>SetBalance</c>.</param>
/// <param name="fault">Which field is at fault, how, and what to send instead.</param>
internal sealed class BadMessageException(string message, string fault) : Exception($"{message} is refused: {fault}")
{
    public string MessageName { get; } = message;

    public static void ThrowIfEmpty(Guid? value, string message, string property)
    {
        if (value == Guid.Empty)
            throw new BadMessageException(message, $"{Camel(property)} is the all-zero UUID, which stands for nothing. Send {ContractJson.Expected(typeof(Guid))}.");
    }

    public static void ThrowIfNegative(long? value, string message, string property)
    {
        if (value < 0)
            throw new BadMessageException(message, $"{Camel(property)} is {value}. Send 0 or more, or leave it out.");
    }

    private static string Camel(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}
