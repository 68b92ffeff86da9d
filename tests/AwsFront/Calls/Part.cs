using System.Text.Json;

namespace Front;

/// <summary>One thing that a call does: its only one, one key of a batch, or one action of a transaction.</summary>
/// <param name="Action">The right that it needs, such as <c>GetItem</c>.</param>
/// <param name="Table">The table's name; null for what is about none, such as <c>ListTables</c>.</param>
/// <param name="Kind">What it does to an item.</param>
internal sealed record Part(string Action, string? Table, PartKind Kind)
{
    /// <summary>The index that is read; null for the table itself.</summary>
    public string? Index { get; init; }

    /// <summary>
    /// The item's key, or the whole item of a put; undefined where it is about no item in particular.
    /// </summary>
    public JsonElement Item { get; init; }

    /// <summary>What the part says beside its item: values of expressions, of a query its condition.</summary>
    public JsonElement Body { get; init; }

    public string FullAction => "dynamodb:" + Action;

    public string Resource => Index is null ? $"table/{Table}" : $"table/{Table}/index/{Index}";
}

/// <summary>What a part does to an item.</summary>
internal enum PartKind
{
    Read,
    Put,
    Update,
    Delete,
    Check,
    Query,
    Scan,

    /// <summary>Nothing: it is about a table.</summary>
    Manage,
}
