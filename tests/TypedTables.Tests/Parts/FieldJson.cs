using System.Text;
using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Tests.Parts;

/// <summary>A field's codec, from text to text.</summary>
internal static class FieldJson
{
    public static string Write<T>(Field<T> field, T value)
        => Encoding.UTF8.GetString(JsonBuffer.ToArray(json => field.Codec.Write(json, value)));

    public static bool TryRead<T>(Field<T> field, string json, out T value)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return field.Codec.TryRead(ref reader, out value);
    }

    public static T Read<T>(Field<T> field, string json)
        => TryRead(field, json, out var value) ? value : throw new ShouldAssertException($"{json} was refused.");

    public static bool Refuses<T>(Field<T> field, string json)
        => !TryRead(field, json, out _);
}
