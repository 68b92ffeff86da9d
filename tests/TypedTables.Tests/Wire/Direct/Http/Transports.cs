using Amazon.Runtime;
using TypedTables.Wire;
using TypedTables.Wire.Direct;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Tests.Wire.Direct.Http;

/// <summary>One attempt over a transport alone.</summary>
internal static class Transports
{
    public static async Task<WireReply> AskAsync(DirectTransport transport, TimeSpan? timeout = null)
    {
        var moment = new SigningContext(
            1_800_000_000,
            new ImmutableCredentials("AKIDEXAMPLE", "secret", null),
            "us-west-2",
            null);
        var body = "{}"u8.ToArray();
        var atMost = timeout ?? TimeSpan.FromSeconds(60);
        return await transport.SendAsync(
            WireTarget.ForOperation("GetItem"),
            body,
            moment,
            atMost,
            CancellationToken.None
        );
    }
}
