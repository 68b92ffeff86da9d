using System.Runtime.CompilerServices;
using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>
/// The base of queries and scans. Every method returns a changed copy; nothing is read until items are asked for.
/// </summary>
/// <typeparam name="TSelf">The type of the request itself.</typeparam>
/// <typeparam name="T">The type of the items.</typeparam>
public abstract record ReadRequest<TSelf, T> : IAsyncEnumerable<T>
    where TSelf : ReadRequest<TSelf, T>
    where T : class
{
    private protected ReadRequest(Table<T> table) => Table = table;

    internal Table<T> Table { get; }

    internal string? Index { get; init; }

    internal bool Consistent { get; init; }

    internal int? PageSize { get; init; }

    internal Condition? Filter { get; init; }

    internal PageToken? Start { get; init; }

    private protected abstract string Operation { get; }

    private protected abstract ReplyCheck Check { get; }

    /// <summary>
    /// Reads an index instead of the table. Its items contain only projected attributes: use <see cref="SelectAsync"/>
    /// unless all are projected.
    /// </summary>
    /// <param name="index">A global index that the table declares.</param>
    /// <exception cref="ArgumentException">The table does not declare it.</exception>
    public TSelf On(GlobalSecondaryIndex index) =>
        Table.Schema.GlobalIndexes.Contains(index)
            ? OnIndex(index.Name).From(Start)
            : throw new ArgumentException($"Table '{Table.Name}' does not declare it.", nameof(index));

    /// <inheritdoc cref="On(GlobalSecondaryIndex)"/>
    /// <param name="index">A local index that the table declares.</param>
    public TSelf On(LocalSecondaryIndex index) =>
        Table.Schema.LocalIndexes.Contains(index)
            ? OnIndex(index.Name).From(Start)
            : throw new ArgumentException($"Table '{Table.Name}' does not declare it.", nameof(index));

    /// <summary>Reads strongly consistently, at twice the cost. Not possible on a global index.</summary>
    public TSelf Consistently() => (TSelf)this with { Consistent = true };

    /// <summary>
    /// Leaves out items for which the condition does not hold. They are read and paid for all the same.
    /// </summary>
    /// <param name="filter">
    /// The condition. In a query it may not refer to a key of the queried table or index: see
    /// <see cref="Query{T}.WithRange"/>.
    /// </param>
    public TSelf Where(Condition filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return (TSelf)this with { Filter = Filter is null ? filter : Filter.And(filter) };
    }

    /// <summary>Sets how many items are read for each page, before the filter.</summary>
    /// <param name="items">1 or more. A page never exceeds 1 MB.</param>
    public TSelf InPagesOf(int items)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        return (TSelf)this with { PageSize = items };
    }

    /// <summary>Continues after a page. Select an index first.</summary>
    /// <param name="token">The page's <see cref="Page{T}.Next"/>; null starts at the beginning.</param>
    /// <exception cref="ArgumentException">The token is for another table or index.</exception>
    public TSelf From(PageToken? token)
    {
        if (token is not null && token.Source != Source)
            throw new ArgumentException($"The page token is of '{token.Source}', not of '{Source}'.", nameof(token));
        return (TSelf)this with { Start = token };
    }

    /// <summary>Reads every item, page by page. The next page is read when it is needed.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in PagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.Items)
                yield return item;
        }
    }

    /// <summary>Reads page by page.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <exception cref="TableOperationException">A call failed.</exception>
    public IAsyncEnumerable<Page<T>> PagesAsync(CancellationToken cancellationToken = default) =>
        PagesAsync(only: null, item => Table.Decode(item)!, cancellationToken);

    /// <summary>Reads some attributes of every item.</summary>
    /// <param name="only">The fields to read, at least one. Attributes that an item lacks are left out.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public async IAsyncEnumerable<Item> SelectAsync(
        IReadOnlyCollection<Field> only,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        FieldSet.RequireSome(only);
        await foreach (
            var page in PagesAsync(only, item => Table.DecodeSome(item, only) ?? [], cancellationToken)
                .ConfigureAwait(false)
        )
        {
            foreach (var item in page.Items)
                yield return item;
        }
    }

    /// <summary>Counts the items. None is transferred, but all are read and paid for.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public async Task<long> CountAsync(CancellationToken cancellationToken = default)
    {
        var count = 0L;
        var start = Start;
        do
        {
            using var reply = await SendAsync(start, only: null, isCount: true, cancellationToken)
                .ConfigureAwait(false);
            count += CountOf(reply);
            start = PageToken.From(Source, reply);
        }
        while (start is not null);
        return count;
    }

    private protected string Source => Index is null ? Table.Name : $"{Table.Name}/{Index}";

    private protected abstract void WriteOwn(Utf8JsonWriter json, ExpressionWriter expressions);

    private protected abstract TSelf OnIndex(string index);

    private long CountOf(WireReply reply)
    {
        try
        {
            var reader = new Utf8JsonReader(reply.Find("Count"u8));
            reader.Read();
            return reader.GetInt64();
        }
        catch (Exception error) when (WireReply.IsMisshapen(error))
        {
            throw reply.Misshapen(Operation, Table.Name, error);
        }
    }

    private async IAsyncEnumerable<Page<TItem>> PagesAsync<TItem>(
        IReadOnlyCollection<Field>? only,
        DecodeItem<TItem> decode,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var start = Start;
        do
        {
            var page = await PageAsync(start, only, decode, cancellationToken).ConfigureAwait(false);
            start = page.Next;
            yield return page;
        }
        while (start is not null);
    }

    private async Task<Page<TItem>> PageAsync<TItem>(
        PageToken? start,
        IReadOnlyCollection<Field>? only,
        DecodeItem<TItem> decode,
        CancellationToken cancellationToken
    )
    {
        using var reply = await SendAsync(start, only, isCount: false, cancellationToken).ConfigureAwait(false);
        return new Page<TItem>(PageToken.Items(reply, decode), PageToken.From(Source, reply));
    }

    private Task<WireReply> SendAsync(
        PageToken? start,
        IReadOnlyCollection<Field>? only,
        bool isCount,
        CancellationToken cancellationToken
    )
    {
        var request = Table.Request((json, expressions) =>
        {
            WriteOwn(json, expressions);
            if (Index is not null)
                json.WriteString("IndexName"u8, Index);
            if (Consistent)
                json.WriteBoolean("ConsistentRead"u8, true);
            if (Filter is not null)
                json.WriteString("FilterExpression"u8, Filter.Write(expressions));
            if (only is not null)
                json.WriteString("ProjectionExpression"u8, expressions.Names(only));
            if (isCount)
                json.WriteString("Select"u8, "COUNT"u8);
            if (PageSize is { } size)
                json.WriteNumber("Limit"u8, size);
            if (start is not null)
            {
                json.WritePropertyName("ExclusiveStartKey"u8);
                json.WriteRawValue(start.Key, skipInputValidation: true);
            }
        });
        return Table.SendAsync(Operation, request, Check, cancellationToken);
    }
}
