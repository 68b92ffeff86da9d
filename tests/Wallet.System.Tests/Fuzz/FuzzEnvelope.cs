using System.Text;

namespace SystemTests.Fuzz;

/// <summary>MassTransit's envelope around a body, good or broken in every way.</summary>
internal sealed class FuzzEnvelope(Random random)
{
    private static readonly string[] Types =
    [
        "[\"urn:message:Nobody:Knows\"]", "[]", "[null]", "[5]", "{}", "[\"\"]",
        "\"urn:message:Wallet.Contracts:SetBalance\"",
        "[\"urn:message:Nobody:Knows\",\"urn:message:Wallet.Contracts:GetBalance\"]",
    ];

    private static readonly string[] AddressNames =
        ["responseAddress", "faultAddress", "sourceAddress", "destinationAddress"];

    private static readonly string[] OtherNames = ["sentTime", "expirationTime", "headers", "host"];

    private static readonly string[] Addresses =
    [
        "\"\"", "\"x\"", "5", "{}", "\"http://a/b\"", "\"exchange:\"", "\"queue:a b\"", "\"\\ud800\"",
        "\"rabbitmq://elsewhere:1/a/b\"", "\"loopback://localhost/a\"",
        "\"exchange:wallet-delay-1s\"", "\"queue:wallet-get-balance\"",
    ];

    /// <summary>Whether responses go, or may go, to an address that does not exist.</summary>
    public bool IsToNobody { get; private set; }

    /// <summary>A body in MassTransit's envelope; a good one where nothing is to be broken.</summary>
    public byte[] Around(
        string request, int index, (string? Answers, string? Faults) to, byte[] message, bool isBroken)
    {
        var id = $"\"{FuzzMark.Id(index)}\"";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["messageId"] = id, ["requestId"] = id, ["correlationId"] = id, ["conversationId"] = id,
            ["messageType"] = $"[\"urn:message:Wallet.Contracts:{request}\"]", ["message"] = "*",
        };
        if (to.Answers is { } answers)
            fields["responseAddress"] = $"\"{answers}\"";
        if (to.Faults is { } faults)
            fields["faultAddress"] = $"\"{faults}\"";
        if (isBroken)
        {
            Break(fields);
            IsToNobody = to.Answers is { } right
                ? fields.GetValueOrDefault("responseAddress") != $"\"{right}\""
                : fields.ContainsKey("responseAddress");
        }

        var parts = FuzzBodies.Json(fields).Split('*', 2);
        return parts.Length == 1
            ? Bytes(parts[0])
            : [.. Bytes(parts[0]), .. message, .. Bytes(parts[1])];
    }

    private void Break(Dictionary<string, string> fields)
    {
        var name = fields.Keys.ElementAt(random.Next(fields.Count));
        switch (random.Next(8))
        {
            case 0:
                fields.Remove(name);
                break;
            case 1 or 2:
                fields[name] = Pick(FuzzBodies.Values);
                break;
            case 3:
                fields["messageType"] = Pick(Types);
                break;
            case 4:
                fields[Pick(AddressNames)] = Pick(Addresses);
                break;
            case 5:
                fields[Pick(OtherNames)] = Pick(FuzzBodies.Values);
                break;
            case 6:
                var (count, parent) = (Pick(FuzzBodies.Values), Pick(FuzzBodies.Values));
                fields["headers"] = $"{{\"MT-Redelivery-Count\":{count},\"traceparent\":{parent}}}";
                break;
            default:
                fields[name.ToUpperInvariant()] = Pick(FuzzBodies.Values);
                break;
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private string Pick(IReadOnlyList<string> from) => from[random.Next(from.Count)];
}
