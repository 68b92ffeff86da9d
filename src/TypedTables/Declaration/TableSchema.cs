namespace TypedTables;

/// <summary>
/// A table's declaration: its name (3 to 255 of <c>a-z A-Z 0-9 _ - .</c>), its fields, its keys and its indexes, in one
/// place.
/// </summary>
/// <remarks>
/// An inconsistent declaration throws <see cref="TableDeclarationException"/>, which names the field, when it is made.
/// </remarks>
public abstract class TableSchema : FieldSet
{
    private protected TableSchema(
        string name,
        KeySchema key,
        IReadOnlyList<Field> fields,
        string? region,
        Throughput? throughput,
        IReadOnlyList<LocalSecondaryIndex>? localIndexes,
        IReadOnlyList<GlobalSecondaryIndex>? globalIndexes,
        Field<DateTimeOffset>? timeToLive)
        : base(name, fields)
    {
        Key = key;
        Region = region;
        Throughput = throughput;
        LocalIndexes = [.. localIndexes ?? []];
        GlobalIndexes = [.. globalIndexes ?? []];
        TimeToLive = timeToLive;
        DeclarationCheck.Verify(this);
    }

    /// <summary>The table's keys.</summary>
    public KeySchema Key { get; }

    /// <summary>The AWS region, such as <c>us-west-2</c>; null uses the client's.</summary>
    public string? Region { get; }

    /// <summary>Provisioned throughput, or null for on-demand billing.</summary>
    public Throughput? Throughput { get; }

    /// <summary>Local secondary indexes, at most 5.</summary>
    public IReadOnlyList<LocalSecondaryIndex> LocalIndexes { get; }

    /// <summary>Global secondary indexes, at most 20.</summary>
    public IReadOnlyList<GlobalSecondaryIndex> GlobalIndexes { get; }

    /// <summary>The attribute that holds the time after which DynamoDB may delete an item, or null.</summary>
    public Field<DateTimeOffset>? TimeToLive { get; }

    internal override string Table => Name;

    /// <summary>Every field that is a key of the table or of an index, without duplicates.</summary>
    internal IEnumerable<Field> KeyFields =>
        Key.Fields
            .Concat(LocalIndexes.Select(index => index.Range))
            .Concat(GlobalIndexes.SelectMany(index => index.Key.Fields))
            .Distinct();
}

/// <summary>A table's declaration, with the two functions that map its items to <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the items, usually an immutable record.</typeparam>
public sealed class TableSchema<T> : TableSchema
    where T : class
{
    /// <summary>Declares a table.</summary>
    /// <param name="name">3 to 255 of <c>a-z A-Z 0-9 _ - .</c></param>
    /// <param name="key">The table's keys.</param>
    /// <param name="fields">Every field, the keys included.</param>
    /// <param name="read">Makes an item from its attributes.</param>
    /// <param name="write">Sets an item's attributes.</param>
    /// <param name="region">The AWS region; null uses the client's.</param>
    /// <param name="throughput">Provisioned throughput; null for on-demand billing.</param>
    /// <param name="localIndexes">Local secondary indexes.</param>
    /// <param name="globalIndexes">Global secondary indexes.</param>
    /// <param name="timeToLive">
    /// The field that holds the time after which DynamoDB may delete an item. Its codec must be
    /// <see cref="Codec.EpochSeconds"/>.
    /// </param>
    /// <exception cref="TableDeclarationException">The declaration is inconsistent.</exception>
    public TableSchema(
        string name,
        KeySchema key,
        IReadOnlyList<Field> fields,
        ReadItem<T> read,
        WriteItem<T> write,
        string? region = null,
        Throughput? throughput = null,
        IReadOnlyList<LocalSecondaryIndex>? localIndexes = null,
        IReadOnlyList<GlobalSecondaryIndex>? globalIndexes = null,
        Field<DateTimeOffset>? timeToLive = null)
        : base(name, key, fields, region, throughput, localIndexes, globalIndexes, timeToLive)
    {
        Read = read ?? throw new ArgumentNullException(nameof(read));
        Write = write ?? throw new ArgumentNullException(nameof(write));
    }

    internal ReadItem<T> Read { get; }

    internal WriteItem<T> Write { get; }
}
