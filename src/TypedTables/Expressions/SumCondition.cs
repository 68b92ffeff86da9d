using TypedTables.Codecs;

namespace TypedTables.Expressions;

/// <summary>Holds if a sum fits its field. Always holds for a number that does not exist.</summary>
internal sealed class SumCondition(Field on, SumRange range) : Condition
{
    internal override IEnumerable<Field> Fields => [on];

    internal override string Write(ExpressionWriter writer)
    {
        var name = writer.Name(on);
        var furthest = writer.Value(new CodecOperand<Number>(Codec.Number, range.StoredMax));
        return $"(attribute_not_exists({name}) OR {name} {(range.Amount.Sign > 0 ? "<=" : ">=")} {furthest})";
    }
}
