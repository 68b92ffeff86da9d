using System.Text.Json;

namespace TypedTables.Wire.Direct;

/// <summary>What happens where a request is carried out a second time because the first answer was lost.</summary>
internal enum Repetition
{
    /// <summary>Nothing: same effect, same answer. Reads, plain writes, and transactions, whose token the service recognises.</summary>
    Harmless,

    /// <summary>The effect is the same, the answer is not: it would tell of the item that the first time has left.</summary>
    AnswersDifferently,

    /// <summary>It takes effect twice: a number is added to again.</summary>
    TakesEffectTwice,
}

/// <summary>Tells one kind of request from another. Only calls that got no answer are looked at.</summary>
internal static class Repetitions
{
    public static Repetition Of(string operation, ReadOnlySpan<byte> request)
    {
        if (operation is not ("PutItem" or "UpdateItem" or "DeleteItem"))
            return Repetition.Harmless;

        var repetition = Repetition.Harmless;
        var reader = new Utf8JsonReader(request, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isUpdate, isReturn) = (reader.ValueTextEquals("UpdateExpression"u8), reader.ValueTextEquals("ReturnValues"u8));
            reader.Read();
            if (isUpdate && IsRelative(reader.GetString()!))
                return Repetition.TakesEffectTwice;
            if (isReturn && (reader.ValueTextEquals("ALL_OLD"u8) || reader.ValueTextEquals("UPDATED_OLD"u8)))
                repetition = Repetition.AnswersDifferently;
            reader.Skip();
        }

        return repetition;
    }

    /// <summary>Whether the change builds on what is stored. Names and values are placeholders, so that these words are none of them.</summary>
    private static bool IsRelative(string expression) =>
        expression.AsSpan().ContainsAny('+', '-')
        || expression.Contains("list_append", StringComparison.OrdinalIgnoreCase)
        || expression.Contains("ADD", StringComparison.OrdinalIgnoreCase);
}
