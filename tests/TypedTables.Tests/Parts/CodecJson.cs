using System.Text;
using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Tests.Parts;

/// <summary>A codec, from text to text.</summary>
internal static class CodecJson
{
    public static string Text<T>(this Codec<T> codec, T value) =>
        Encoding.UTF8.GetString(JsonBuffer.ToArray(json => codec.Write(json, value)));

    public static T Value<T>(this Codec<T> codec, string json)
    {
        codec.TryParse(json, out var value).ShouldBeTrue($"{json} was refused.");
        return value;
    }

    public static bool Refuses<T>(this Codec<T> codec, string json) => !codec.TryParse(json, out _);

    public static T RoundTrip<T>(this Codec<T> codec, T value) => codec.Value(codec.Text(value));

    /// <summary>How a field of this codec refuses a value.</summary>
    public static ItemEncodeException Refusal<T>(this Codec<T> codec, object? value)
    {
        var field = Field.Of("field", codec);
        return Should.Throw<ItemEncodeException>(() => JsonBuffer.ToArray(json =>
        {
            if (value is T typed)
                field.Write("things", json, typed);
            else
                field.WriteObject("things", json, value);
        }));
    }

    /// <summary>What a field of this codec makes of a value without a static type.</summary>
    public static string Untyped<T>(this Codec<T> codec, object value) =>
        Encoding.UTF8.GetString(
            JsonBuffer.ToArray(json => Field.Of("field", codec).WriteObject("things", json, value)));

    private static bool TryParse<T>(this Codec<T> codec, string json, out T value)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        var read = codec.TryRead(ref reader, out value);
        if (read)
            reader.TokenType.ShouldBe(JsonTokenType.EndObject, "the reader is left on the closing brace");
        return read;
    }
}
