using System.Text.Json;

namespace TypedTables.Codecs;

internal sealed class NullableValueCodec<T>(Codec<T> inner) : NullOrCodec<T?, T>(inner)
    where T : struct
{
    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is { } present)
            Inner.Write(writer, present);
        else
            WriteNull(writer);
    }

    public override bool TryRead(ref Utf8JsonReader reader, out T? value)
    {
        var isRead = TryRead(ref reader, out var isNull, out var present);
        value = isRead && !isNull ? present : null;
        return isRead;
    }
}
