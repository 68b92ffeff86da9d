using Amazon.Runtime;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Wire.Direct;

/// <summary>Tables on the direct wire to a server of the tests.</summary>
internal static class Wires
{
    public static readonly string ItemJson = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"7"}}""";

    public static readonly string Found = $$"""{"Item":{{ItemJson}}}""";

    public static TableClientOptions Options(RawServer server) => Options(server.Endpoint);

    public static TableClientOptions Options(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        Region = "us-west-2",
        Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
        RetryPauseFirst = TimeSpan.FromMilliseconds(1),
    };
}
