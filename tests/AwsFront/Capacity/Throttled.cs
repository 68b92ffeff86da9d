using System.Text.Json.Nodes;

namespace Front;

/// <summary>How AWS words that a partition is out of units.</summary>
internal static class Throttled
{
    private const string OnDemand =
        "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your "
        + "table or index so please try again shortly. If exceptions persist, check if you have a hot key.";

    private const string Provisioned =
        "The level of configured provisioned throughput for the table was exceeded. "
        + "Consider increasing your provisioning level with the UpdateTable API.";

    public static AwsErrorException Error(TableShape table) =>
        table.IsOnDemand
            ? AwsErrorException.OfDynamoDb("ThrottlingException", OnDemand)
            : AwsErrorException.OfDynamoDb("ProvisionedThroughputExceededException", Provisioned);

    public static JsonObject Reason(TableShape table) =>
        table.IsOnDemand
            ? new JsonObject { ["Code"] = "ThrottlingError", ["Message"] = OnDemand }
            : new JsonObject { ["Code"] = "ProvisionedThroughputExceeded", ["Message"] = Provisioned };
}
