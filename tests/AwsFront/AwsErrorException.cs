using System.Text.Json.Nodes;

namespace Front;

/// <summary>A refusal in the words of AWS.</summary>
internal sealed class AwsErrorException(string type, string message, JsonArray? reasons = null, int status = 400)
    : Exception(message)
{
    /// <summary>Errors of the gate before every service: who are you, and may you.</summary>
    private const string Gate = "com.amazon.coral.service#";

    private const string DynamoDb = "com.amazonaws.dynamodb.v20120810#";

    public string Type { get; } = type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..];

    public int Status { get; } = status;

    /// <summary>Of a cancelled transaction, one for each of its parts.</summary>
    public JsonArray? Reasons { get; } = reasons;

    public static AwsErrorException AtTheGate(string type, string message) => new(Gate + type, message);

    public static AwsErrorException OfDynamoDb(string type, string message) => new(DynamoDb + type, message);

    public static AwsErrorException Cancelled(JsonArray reasons) =>
        new(DynamoDb + "TransactionCanceledException", CancelledMessage(reasons), reasons);

    public static string CancelledMessage(JsonArray reasons) =>
        "Transaction cancelled, please refer cancellation reasons for specific reasons "
        + $"[{string.Join(", ", reasons.Select(reason => (string?)reason!["Code"]))}]";

    public Reply ToReply()
    {
        // A refused right and a cancelled transaction say Message, all others message: that is how AWS spells them.
        var name = Type is "AccessDeniedException" or "TransactionCanceledException" ? "Message" : "message";
        var body = new JsonObject { ["__type"] = type, [name] = Message };
        if (Reasons is not null)
            body["CancellationReasons"] = Reasons.DeepClone();
        return Reply.Of(Status, body);
    }
}
