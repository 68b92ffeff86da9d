using System.Text;

namespace TypedTables.Tests.Parts;

/// <summary>
/// Bytes that are no longer what they were: cut, doubled, and with pieces of JSON where none should be.
/// </summary>
internal static class Fuzz
{
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "null", "true", "1e999", "-", "0", "\"S\"",
        "\"N\"", "\"M\"", "\"L\"", "\"NULL\"", "\"B\"", "{}", "{\"N\":\"1\"}",
        "\"balance\"", "\"user_id\"", "99999999999999999999", "\u00e4", "\u0000", " ",
    ];

    public static byte[] Changed(Random random, byte[] bytes)
    {
        var changed = bytes.ToList();
        for (var changes = random.Next(0, 4); changes > 0; changes--)
        {
            var at = random.Next(changed.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < changed.Count:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 1 when at < changed.Count:
                    changed.RemoveRange(at, Math.Min(random.Next(1, 12), changed.Count - at));
                    break;
                case 2:
                    changed.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
                default:
                    changed.InsertRange(at, [.. changed.Skip(random.Next(changed.Count + 1)).Take(random.Next(40))]);
                    break;
            }
        }

        return [.. changed];
    }
}
