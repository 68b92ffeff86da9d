using System.Text.Json;

namespace TypedTables.Codecs;

internal sealed class NullableReferenceCodec<T>(Codec<T> inner) : NullOrCodec<T?, T>(inner)
    where T : class
{
    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is null)
            WriteNull(writer);
        else
            Inner.Write(writer, value);
    }

    public override bool TryRead(ref Utf8JsonReader reader, out T? value)
    {
        var isRead = TryRead(ref reader, out var isNull, out var present);
        value = isRead && !isNull ? present : null;
        return isRead;
    }
}
