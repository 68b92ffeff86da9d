using TypedTables.Codecs;

namespace TypedTables.Expressions;

/// <summary>Holds while a sum stays within what its field can hold; of a number that is not there, always.</summary>
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
