namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// A message that can never be carried out as it stands. It is parked in the error queue at once, without effect.
/// </summary>
/// <remarks>
/// Its <see cref="Exception.Message"/> ends in logs and traces, and so never quotes what the message held: that may be
/// an amount. The sender, whose own words they are, and the parked message itself get <see cref="ForSender"/>, which
/// does.
/// </remarks>
/// <param name="message">The name of the message, such as <c>SetBalance</c>.</param>
/// <param name="fault">Which field is at fault, how, and what to send instead; without its value.</param>
/// <param name="faultForSender">The same with its value; null where there is none.</param>
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
