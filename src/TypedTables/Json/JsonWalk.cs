using System.Text.Json;

namespace TypedTables.Json;

/// <summary>Finds values in JSON without parsing it into objects.</summary>
/// <remarks>Invalid or truncated JSON throws <see cref="JsonException"/>.</remarks>
internal static class JsonWalk
{
    /// <summary>The JSON of an object's property; empty if it is missing, or if this is not an object.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> property)
    {
        if (json.IsEmpty)
            return default;

        var reader = new Utf8JsonReader(json, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = AttributeJson.IsText(ref reader, property);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isFound)
                return json[start..(int)reader.BytesConsumed];
        }

        return default;
    }

    /// <summary>The JSON of an object's only property, whatever its name.</summary>
    public static ReadOnlySpan<byte> Only(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return default;

        var reader = new Utf8JsonReader(json, JsonLimits.Reader);
        reader.Read();
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return default;

        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    public static bool IsObject(ReadOnlySpan<byte> json) => !json.IsEmpty && json[0] == (byte)'{';

    public static bool IsArray(ReadOnlySpan<byte> json) => !json.IsEmpty && json[0] == (byte)'[';

    /// <summary>The elements of an array; none if this is not an array.</summary>
    public static Elements ElementsOf(ReadOnlySpan<byte> json) => new(json);

    internal ref struct Elements
    {
        private readonly ReadOnlySpan<byte> _json;
        private readonly bool _isArray;
        private Utf8JsonReader _reader;

        public Elements(ReadOnlySpan<byte> json)
        {
            _json = json;
            _reader = new Utf8JsonReader(json, JsonLimits.Reader);
            _isArray = IsArray(json) && _reader.Read();
            Current = default;
        }

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly Elements GetEnumerator() => this;

        public bool MoveNext()
        {
            if (!_isArray || !_reader.Read() || _reader.TokenType == JsonTokenType.EndArray)
                return false;

            var start = (int)_reader.TokenStartIndex;
            _reader.Skip();
            Current = _json[start..(int)_reader.BytesConsumed];
            return true;
        }
    }
}
