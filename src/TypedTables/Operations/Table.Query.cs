namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Queries the items under one hash key. Nothing is read until items are asked for.</summary>
    /// <typeparam name="THash">The hash field's type.</typeparam>
    /// <param name="hash">
    /// The hash key of the table, or of the index that <see cref="ReadRequest{TSelf, T}.On(GlobalSecondaryIndex)"/>
    /// selects.
    /// </param>
    /// <param name="value">Its value.</param>
    public Query<T> Query<THash>(Field<THash> hash, THash value) =>
        new(this, _schema, new FieldOperand<THash>(hash, value));
}
