using Amazon.Runtime;

namespace TypedTables.Tests.Parts;

/// <summary>
/// A client that transactions can be asked of; the tables have their own wires, so that it calls nobody.
/// </summary>
internal static class Clients
{
    public static TableClient Idle { get; } = new(new TableClientOptions
    {
        Endpoint = new Uri("http://127.0.0.1:1"),
        Credentials = new BasicAWSCredentials("test", "test"),
    });
}
