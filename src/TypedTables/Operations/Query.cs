using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>The items under one hash key, ordered by range key. Enumerate it, or read page by page.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed record Query<T> : ReadRequest<Query<T>, T>
    where T : class
{
    private readonly TableSchema _schema;
    private readonly FieldOperand _hash;

    internal Query(Table<T> table, TableSchema schema, FieldOperand hash)
        : base(table)
    {
        _schema = schema;
        _hash = hash;
    }

    private protected override string Operation => "Query";

    private protected override ReplyCheck Check => new PageCheck(_hash.Field);

    private Condition? Range { get; init; }

    private bool IsDescending { get; init; }

    /// <summary>Reads in descending order of the range key.</summary>
    public Query<T> Descending() => this with { IsDescending = true };

    /// <summary>Restricts the range key. Other items are neither read nor paid for.</summary>
    /// <param name="range"><c>Is</c>, <c>IsLessThan</c>, <c>IsAtMost</c>, <c>IsGreaterThan</c>, <c>IsAtLeast</c>,
    /// <c>IsBetween</c> or <c>BeginsWith</c> on the range key.</param>
    /// <exception cref="ArgumentException">It is another condition, or on another field.</exception>
    public Query<T> WithRange(Condition range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return range.RangeField is not null
            ? this with { Range = range }
            : throw new ArgumentException(
                "A range key takes Is, IsLessThan, IsAtMost, IsGreaterThan, IsAtLeast, IsBetween or BeginsWith. "
                + "Nothing else can be asked of it: look at the items that come, or scan.",
                nameof(range));
    }

    private protected override Query<T> OnIndex(string index) => this with { Index = index };

    private protected override void WriteOwn(Utf8JsonWriter json, ExpressionWriter expressions)
    {
        var key = KeySchemaInUse();
        RequireKey(_hash.Field, key.HashField);
        var condition = $"{expressions.Name(_hash.Field)} = {expressions.Value(_hash)}";
        if (Range is not null)
        {
            RequireKey(Range.RangeField!, key.RangeField);
            condition += $" AND {Range.Write(expressions)}";
        }

        RequireNoKeyInFilter(key);

        json.WriteString("KeyConditionExpression"u8, condition);
        if (IsDescending)
            json.WriteBoolean("ScanIndexForward"u8, false);
    }

    private KeySchema KeySchemaInUse()
    {
        if (Index is null)
            return _schema.Key;
        if (_schema.GlobalIndexes.FirstOrDefault(index => index.Name == Index) is { } global)
            return global.Key;
        return KeySchema.HashAndRange(
            _schema.Key.HashField,
            _schema.LocalIndexes.Single(index => index.Name == Index).Range
        );
    }

    /// <summary>
    /// Checks that the filter refers to no key of what is queried, which DynamoDB refuses. A filter on a key of the
    /// table is allowed when an index is queried.
    /// </summary>
    private void RequireNoKeyInFilter(KeySchema key)
    {
        if (Filter?.Fields.FirstOrDefault(key.Has) is not { } field)
            return;

        var way = ReferenceEquals(field, key.RangeField)
            ? "narrow the query with WithRange, or look at the items that come"
            : "all items that come have the value that the query asks for";
        throw new ItemEncodeException(
            Table.Name,
            field.Name,
            $"no Where in a query of {Source}, of which it is a key ({way})",
            "one");
    }

    private void RequireKey(Field field, Field? key)
    {
        if (!ReferenceEquals(field, key))
        {
            throw new ItemEncodeException(
                Table.Name,
                field.Name,
                key is null
                    ? $"no condition here, because {Source} has no range key"
                    : $"no condition here, because the key of {Source} in this place is '{key.Name}'",
                "one");
        }
    }
}
