namespace Wallet.Worker.Messaging.Serialization;

/// <summary>The message can never be carried out as it is. It is parked at once, without effect.</summary>
/// <remarks>
/// <see cref="Exception.Message"/> ends up in logs and traces, so it never quotes the message's content, which may be
/// an amount. <see cref="ForSender"/> does; only the sender and the parked message itself get it.
/// </remarks>
/// <param name="message">The name of the message, such as <c>SetBalance</c>.</param>
/// <param name="fault">Which field is wrong, how, and what to send instead; without the field's value.</param>
/// <param name="faultForSender">The same with the value; null if there is none.</param>
internal sealed class BadMessageException(string message, string fault, string? faultForSender = null)
    : Exception($"{message} is refused: {fault}")
{
    private const string OrNothing = "Send 0 or more, or leave it out.";

    public string MessageName { get; } = message;

    public string ForSender { get; } = $"{message} is refused: {faultForSender ?? fault}";

    public static void ThrowIfEmpty(Guid? value, string message, string property)
    {
        if (value == Guid.Empty)
            throw new BadMessageException(
                message,
                $"{Camel(property)} is the all-zero UUID, which stands for nothing. Send "
                    + $"{ContractJson.Expected(typeof(Guid))}."
            );
    }

    public static void ThrowIfNegative(long? value, string message, string property)
    {
        if (value < 0)
            throw new BadMessageException(
                message,
                $"{Camel(property)} is below zero. {OrNothing}",
                $"{Camel(property)} is {value}. {OrNothing}"
            );
    }

    private static string Camel(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}
