using System.Text.Json;

namespace TypedTables.Codecs;

internal sealed class NullableReferenceCodec<T>(Codec<T> inner) : NullOrCodec<T?, T>(inner)
    where T : class
{
    private readonly Codec<T> _inner = inner;

    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is not null)
            _inner.Write(writer, value);
        else
            WriteNull(writer);
    }

    public override bool TryRead(ref Utf8JsonReader reader, out T? value)
    {
        value = null;
        if (TryReadNull(ref reader))
            return true;
        if (!_inner.TryRead(ref reader, out var present))
            return false;

        value = present;
        return true;
    }
}
