using System.Text;

namespace SystemTests.Fuzz;

/// <summary>Bodies, good ones and broken in every way, without what says which message they are of.</summary>
internal sealed class FuzzBodies(Random random)
{
    private const int Large = 1_000_000;
    private const int TooLong = 70_000;

    /// <summary>Wallets with enough in them, to which many messages go.</summary>
    public static IReadOnlyList<string> SharedWallets { get; } =
        ["5a4ed000-0000-4000-8000-000000000001", "5a4ed000-0000-4000-8000-000000000002"];

    /// <summary>What may stand where something else should.</summary>
    public static IReadOnlyList<string> Values { get; } =
    [
        "null", "true", "[]", "{}", "[1]", "\"\"", "\"much\"", "12.5", "1e3", "-0", "0", "-1", "9223372036854775807",
        "-9223372036854775808", "9223372036854775808", "-9223372036854775809", "1e400", "\"9223372036854775807\"",
        "\"+5\"", "\" 5\"", "\"05\"", "\"0x5\"", "\"\\u0665\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "NaN",
        "+5", "05", "\"00000000-0000-0000-0000-000000000000\"", "\"{0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21}\"",
    ];

    private static readonly string[] Whole =
    [
        "", "null", "[]", "{}", "5", "\"text\"", "true", "{", "}", "[[", "{\"a\"", "\u001b[31m", "<xml/>", "a=1&b=2",
        "{\"\\ud800\":1}", "{\"\":1}", "nul", "\0\0\0", "{}{}", "// a comment", "\ufeff", "\ufeff\ufeff{}",
    ];

    /// <summary>The fields of a good message.</summary>
    public Dictionary<string, string> Fields(string request, int index)
    {
        var isShared = random.Next(4) > 0;
        var id = $"\"{FuzzMark.Id(index)}\"";
        var from = isShared ? $"\"{SharedWallets[0]}\"" : id;
        var to = isShared ? $"\"{SharedWallets[1]}\"" : $"\"{FuzzMark.OtherId(index)}\"";
        return request switch
        {
            "SetBalance" => new() { ["userId"] = id, ["balance"] = $"{random.Next()}", ["operationId"] = id },
            "AdjustBalance" => new() { ["userId"] = to, ["amount"] = $"{random.Next(-5, 1000)}", ["operationId"] = id },
            "TransferBalance" => new()
            {
                ["from"] = from, ["to"] = to, ["amount"] = $"{random.Next(1, 10)}", ["operationId"] = id,
            },
            "GetOperation" => new() { ["operationId"] = id },
            _ => new() { ["userId"] = id },
        };
    }

    public static byte[] Good(Dictionary<string, string> fields) => Bytes(Json(fields));

    /// <summary>The fields as JSON, broken in one way.</summary>
    public byte[] Break(Dictionary<string, string> fields)
    {
        var name = fields.Keys.ElementAt(random.Next(fields.Count));
        var good = Json(fields);
        switch (random.Next(16))
        {
            case 0:
                fields.Remove(name);
                return Bytes(Json(fields));
            case 1 or 2 or 3:
                fields[name] = Pick(Values);
                return Bytes(Json(fields));
            case 4:
                return Bytes($"{good[..^1]},\"{name}\":{Pick(Values)}}}"); // a field twice
            case 5:
                return Bytes($"{good[..^1]},\"{name.ToUpperInvariant()}\":{fields[name]}}}");
            case 6:
                return Bytes($"{good[..^1]},\"expectedVersion\":{Pick(Values)},\"overdraft\":{Pick(Values)}}}");
            case 7:
                return Bytes(Pick<string>([$"\ufeff{good}", $"{good[..^1]},}}", $"{good}/* */", $"{good}{good}"]));
            case 8:
                return Bytes($"{good[..^1]},\"\\ud800\":1,\"a\":\"\\udc00\"}}");
            case 9:
                return [.. Bytes(good[..^1]), .. ",\"x\":\""u8, 0xE2, 0x82, .. "\"}"u8]; // half a letter
            case 10:
                return Bytes(good[..random.Next(good.Length)]);
            case 11:
                return Bytes($"{good[..^1]},\"x\":{Nested(random.Next(40, 3000))}}}");
            case 12:
                return Bytes($"{good[..^1]},\"x\":\"{new string('x', random.Next(8) == 0 ? Large : TooLong)}\"}}");
            case 13:
                return [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(good)];
            case 14:
                return [.. Enumerable.Range(0, random.Next(300)).Select(_ => (byte)random.Next(256))];
            default:
                return Bytes(Pick(Whole));
        }
    }

    /// <summary>What has no room for words: arrays in arrays.</summary>
    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    public static string Json(Dictionary<string, string> fields) =>
        $"{{{string.Join(',', fields.Select(field => $"\"{field.Key}\":{field.Value}"))}}}";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
