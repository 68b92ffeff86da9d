using System.Text.Json;

namespace TypedTables.Codecs;

internal sealed class EnumCodec<T>() : Codec<T>(AttributeType.S, $"one of {string.Join(", ", Enum.GetNames<T>())} as S")
    where T : struct, Enum
{
    // Names only: Enum.TryParse would also accept numbers and lists of names.
    private static readonly Dictionary<string, T> Values = Enum.GetNames<T>()
        .ToDictionary(name => name, Enum.Parse<T>, StringComparer.Ordinal);

    private readonly StringCodec _names = new();

    public override void Write(Utf8JsonWriter writer, T value) =>
        _names.Write(writer, Enum.GetName(value) ?? throw new NotStorableException($"{value}, which has no name"));

    public override bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = default;
        return _names.TryRead(ref reader, out var name) && Values.TryGetValue(name, out value);
    }

    public override bool TryConvert(object value, out T converted)
    {
        converted = default;
        return value is string name && Values.TryGetValue(name, out converted);
    }
}
