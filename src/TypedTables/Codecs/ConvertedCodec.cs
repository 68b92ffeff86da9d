using System.Text.Json;

namespace TypedTables.Codecs;

/// <summary>A user's own type, stored as another type that has a codec.</summary>
internal sealed class ConvertedCodec<TStored, T>(
    Codec<TStored> stored,
    Func<T, TStored> toStored,
    Func<TStored, T> fromStored,
    string? expected
) : Codec<T>(stored.Type, expected ?? stored.Expected)
{
    internal override bool HasNull => stored.HasNull && default(T) is null;

    internal override SumRange? RangeOfSum(T amount)
    {
        try
        {
            return stored.RangeOfSum(toStored(amount));
        }
        catch (ArgumentException)
        {
            return null; // The converter refuses the amount. Writing it throws the error that says why.
        }
    }

    public override void Write(Utf8JsonWriter writer, T value) => stored.Write(writer, toStored(value));

    public override bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = default!;
        if (!stored.TryRead(ref reader, out var raw))
            return false;

        try
        {
            value = fromStored(raw);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            return false; // The converter refuses the stored value.
        }
    }
}
