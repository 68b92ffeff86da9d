using Microsoft.Extensions.Logging;
using TypedTables;
using Wallet.Worker.Settings;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Startup;

/// <summary>
/// Looks at the tables before the first message is taken: makes them where that is safe, and says what to wait for.
/// </summary>
/// <remarks>
/// An empty table in the place of one that is being restored would be worse than none: "no such wallet" is a final
/// refusal, and without its records an operation would take effect twice. So both are made, or neither is.
/// </remarks>
internal sealed class TablesAtStart(
    Table<UserWallet> wallets,
    Table<OperationRecord> operations,
    TableRemedies remedies,
    DynamoDbSettings settings,
    ILogger<TablesAtStart> logger)
{
    /// <summary>Set once both were found missing, so that a fault between the two does not stop the second.</summary>
    private bool _mayCreate = settings.CreateTables == "Always";

    /// <summary>Looks once.</summary>
    /// <returns>What has to be waited for, and the way out; null where messages can be carried out.</returns>
    /// <exception cref="TableOperationException">A call failed.</exception>
    public async Task<string?> PrepareAsync(CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(
            wallets.FindStateAsync(cancellationToken), operations.FindStateAsync(cancellationToken));
        (string Name, TableState State)[] tables = [(wallets.Name, found[0]), (operations.Name, found[1])];
        var missing = tables.Where(table => !table.State.Exists).Select(table => table.Name).ToList();
        _mayCreate |= settings.CreateTables == "IfNone" && missing.Count == tables.Length;
        if (missing.Count > 0 && !_mayCreate)
            return Missing(missing);
        if (missing.Count < tables.Length && tables.Select(FaultOf).FirstOrDefault(one => one is not null) is { } fault)
            return fault;
        if (missing.Count > 0)
        {
            await Task.WhenAll(
                wallets.EnsureCreatedAsync(cancellationToken: cancellationToken),
                operations.EnsureCreatedAsync(cancellationToken: cancellationToken));
            return null;
        }

        foreach (var (name, state) in tables)
            Warn(name, state);
        await EnableTimeToLiveAsync(cancellationToken);
        return null;
    }

    private static string Missing(List<string> names)
    {
        var what = names.Count == 1
            ? $"Table '{names[0]}' is missing, and the other is there"
            : $"Tables '{names[0]}' and '{names[1]}' are missing";
        return $"{what}. The worker waits until they are restored, for with an empty one it would refuse or repeat "
            + "what it should not. If they are elsewhere, mend DynamoDb__TablePrefix or DynamoDb__Region; if what is "
            + "missing has never been there, start a worker once with DynamoDb__CreateTables=Always, which makes it.";
    }

    /// <summary>What of a table that is there forbids to use it; null where nothing does.</summary>
    private string? FaultOf((string Name, TableState State) table)
    {
        var (name, state) = table;
        if (!state.Exists)
            return null;
        if (!state.IsUsable)
            return $"Table '{name}' is {state.Status}, and is waited for.";
        return state.Differences.FirstOrDefault(one => one is { IsFault: true, Aspect: TableAspect.Key }) is { } key
            ? $"Table '{name}' is not as declared: {key}. {remedies.Of(name, key)}"
            : remedies.OfReplicas(name, state);
    }

    private void Warn(string name, TableState state)
    {
        if (state.Replicas.Count > 0)
        {
            logger.LogWarning(
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
                    "Index '{Index}' of table '{Table}' is CREATING: GetHistory waits for it, everything else is "
                    + "carried out.",
                    OperationTable.ByWallet.Name,
                    name);
                continue;
            }

            logger.LogWarning(
                "Table '{Table}' is not as declared, and is used all the same: {Difference}. {Remedy}",
                name,
                difference,
                remedies.Of(name, difference));
        }
    }

    /// <summary>
    /// A table that comes from a backup has it off. Without it records are kept for longer, and nothing else.
    /// </summary>
    private async Task EnableTimeToLiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await operations.EnableTimeToLiveAsync(cancellationToken))
            {
                logger.LogWarning(
                    "Time to live of table '{Table}' was off. It is turned on, for '{Attribute}'.",
                    operations.Name,
                    OperationTable.ExpiresAt.Name);
            }
        }
        catch (TableOperationException error)
        {
            logger.LogWarning(
                "Time to live of table '{Table}' could not be looked at or turned on; while it is off, records are "
                + "kept for ever: {Reason} An operator turns it on: {Command}",
                operations.Name,
                error.Message,
                remedies.TimeToLive(operations.Name));
        }
    }
}
