using Amazon.Runtime;

namespace TypedTables.Tests.Parts;

/// <summary>
/// A client for transactions. The tables have their own wires, so it never makes a call.
/// </summary>
internal static class Clients
{
    public static TableClient Idle { get; } = new(new TableClientOptions
    {
        Endpoint = new Uri("http://127.0.0.1:1"),
        Credentials = new BasicAWSCredentials("test", "test"),
    });
}
