using Microsoft.Extensions.Logging;
using TypedTables;
using Wallet.Storage;
using Wallet.Storage.Domain;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Tables;

/// <summary>
/// Looks at the tables before the first message is taken: creates them if that is safe, or says what to wait for.
/// </summary>
/// <remarks>
/// An empty table in place of one that is being restored would be worse than none: "no such wallet" is a final refusal,
/// and without its records an operation would take effect twice. So both tables are created, or neither is.
/// </remarks>
internal sealed class TablesAtStart(
    Table<UserWallet> wallets,
    Table<OperationRecord> operations,
    TableRemedies remedies,
    DynamoDbSettings settings,
    ILogger<TablesAtStart> logger)
{
    /// <summary>
    /// The tables that this process has created, so that a fault between the two does not keep it from creating the
    /// second. Any other existing table may be a restored one, whose sibling is still to come.
    /// </summary>
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Looks once.</summary>
    /// <returns>What to wait for and how to fix it; null if messages can be carried out.</returns>
    /// <exception cref="TableOperationException">A call failed.</exception>
    public async Task<string?> PrepareAsync(CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(
            wallets.FindStateAsync(cancellationToken), operations.FindStateAsync(cancellationToken));
        (string Name, TableState State)[] tables = [(wallets.Name, found[0]), (operations.Name, found[1])];
        var missing = tables.Where(table => !table.State.Exists).Select(table => table.Name).ToList();
        _made.ExceptWith(missing);
        var present = tables.Where(table => table.State.Exists).ToList();
        if (missing.Count > 0 && !MayMake(present.Select(table => table.Name)))
            return Missing(missing);
        if (present.Select(FaultOf).FirstOrDefault(one => one is not null) is { } fault)
            return fault;
        if (missing.Count > 0)
            await MakeAsync(cancellationToken);
        foreach (var (name, state) in present)
            Warn(name, state);
        if (!missing.Contains(operations.Name))
            await EnableTimeToLiveAsync(cancellationToken);
        return null;
    }

    private bool MayMake(IEnumerable<string> present) =>
        settings.CreateTables == "Always" || (settings.CreateTables == "IfNone" && present.All(_made.Contains));

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        var ofWallets = wallets.EnsureCreatedAsync(cancellationToken: cancellationToken);
        var ofOperations = operations.EnsureCreatedAsync(cancellationToken: cancellationToken);
        try
        {
            await Task.WhenAll(ofWallets, ofOperations);
        }
        finally
        {
            if (HasMade(ofWallets))
                _made.Add(wallets.Name);
            if (HasMade(ofOperations))
                _made.Add(operations.Name);
        }
    }

    /// <summary>
    /// Whether the table was created before something failed. If that is uncertain, no: waiting for an operator is
    /// better than an empty table beside a restored one.
    /// </summary>
    private static bool HasMade(Task making) =>
        making.IsCompletedSuccessfully
        || making.Exception?.InnerException is TableOperationException
            { Code: "TableNotActive" } or TableOperationException { Operation: "UpdateTimeToLive" };

    private static string Missing(List<string> names)
    {
        var what = names.Count == 1
            ? $"Table '{names[0]}' is missing, and the other is there"
            : $"Tables '{names[0]}' and '{names[1]}' are missing";
        return $"{what}. The worker waits until they are restored, for with an empty one it would refuse or repeat "
            + "what it should not. If they are elsewhere, fix DynamoDb__TablePrefix or DynamoDb__Region; if what is "
            + "missing has never been there, start a worker once with DynamoDb__CreateTables=Always, which makes it.";
    }

    /// <summary>Why an existing table must not be used; null if it may.</summary>
    private string? FaultOf((string Name, TableState State) table)
    {
        var (name, state) = table;
        if (!state.IsUsable)
            return $"Table '{name}' is {state.Status}, and is waited for.";
        return state.Differences.FirstOrDefault(one => one is { IsFault: true, Aspect: TableAspect.Key }) is { } key
            ? $"Table '{name}' is not as declared: {key}. {remedies.Describe(name, key)}"
            : remedies.OfReplicas(name, state);
    }

    private void Warn(string name, TableState state)
    {
        if (state.Replicas.Count > 0)
        {
            logger.LogWarning(
                new EventId(4101, "ReplicasFound"),
                "Table '{Table}' has replicas in {Regions}. Workers there must wait: DynamoDb__OnlyWriter is {Region}.",
                name,
                string.Join(", ", state.Replicas),
                settings.OnlyWriter);
        }

        foreach (var difference in state.Differences.Where(one => one.IsFault))
        {
            if (difference.Found == "CREATING")
            {
                logger.LogWarning(
                    new EventId(4102, "IndexCreating"),
                    "Index '{Index}' of table '{Table}' is CREATING: GetHistory waits for it, everything else is "
                    + "carried out.",
                    OperationTable.ByWallet.Name,
                    name);
                continue;
            }

            logger.LogWarning(
                new EventId(4103, "TableDiffers"),
                "Table '{Table}' is not as declared, and is used all the same: {Difference}. {Remedy}",
                name,
                difference,
                remedies.Describe(name, difference));
        }
    }

    /// <summary>
    /// Enables time to live, which is off in a restored backup. Without it, records are only kept for longer.
    /// </summary>
    private async Task EnableTimeToLiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await operations.EnableTimeToLiveAsync(cancellationToken))
            {
                logger.LogWarning(
                    new EventId(4104, "TimeToLiveTurnedOn"),
                    "Time to live of table '{Table}' was off. It is turned on, for '{Attribute}'.",
                    operations.Name,
                    OperationTable.ExpiresAt.Name);
            }
        }
        catch (TableOperationException error)
        {
            logger.LogWarning(
                new EventId(4105, "TimeToLiveUnknown"),
                "Time to live of table '{Table}' could not be looked at or turned on; while it is off, records are "
                + "kept for ever: {Reason} An operator turns it on: {Command}",
                operations.Name,
                error.Message,
                remedies.TimeToLive(operations.Name));
        }
    }
}
