using TypedTables;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Tables;

/// <summary>Checks everything between this worker and its tables, and says how to fix each fault.</summary>
internal sealed class TableDiagnosis(
    TableClient client,
    Table<UserWallet> wallets,
    Table<OperationRecord> operations,
    TableRemedies remedies,
    DynamoDbSettings settings)
{
    private static readonly TimeSpan CredentialsTimeout = TimeSpan.FromSeconds(5);

    private string Place =>
        settings.ServiceUrl.Length == 0 ? settings.Region : $"{settings.Region} at {settings.ServiceUrl}";

    /// <summary>Runs the checks, in the order in which faults should be fixed. Changes nothing.</summary>
    /// <remarks>
    /// They run concurrently, so that an engine that does not respond is reported within one call's attempts, before
    /// the sender gives up waiting.
    /// </remarks>
    public async Task<IReadOnlyList<DiagnosisCheck>> ChecksAsync() => await Task.WhenAll(
        CredentialsAsync(),
        TableAsync(wallets),
        TableAsync(operations));

    private async Task<DiagnosisCheck> CredentialsAsync()
    {
        const string name = "credentials";
        try
        {
            await client.VerifyCredentialsAsync(CredentialsTimeout);
            return new DiagnosisCheck { Name = name, IsOk = true };
        }
        catch (TableOperationException error)
        {
            return Wrong(
                name,
                error.Message,
                "Give the worker AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role. "
                + "Only a changed environment needs a restart.");
        }
    }

    private async Task<DiagnosisCheck> TableAsync<T>(Table<T> table)
        where T : class
    {
        var name = $"table '{table.Name}' in {Place}";
        try
        {
            var (state, differences) = (await table.FindStateAsync(), await table.VerifyAsync());
            var faults = differences.Where(one => one.IsFault).ToList();
            if (faults.Count > 0)
            {
                var fixing = faults.Select(one => remedies.Describe(table.Name, one)).Distinct(StringComparer.Ordinal);
                return Wrong(name, $"It is not as declared: {string.Join("; ", faults)}.", string.Join(' ', fixing));
            }

            if (remedies.OfReplicas(table.Name, state) is { } problem)
                return Wrong(name, problem, "docs/decisions/0010-global-tables.md says why, and what can be done.");
            return new DiagnosisCheck { Name = name, IsOk = true, Problem = Note(differences) };
        }
        catch (TableOperationException error)
        {
            return Wrong(name, error.Message, RemedyOf(error));
        }
    }

    /// <summary>What an operator has chosen to have differently, which is no fault; null if there is nothing.</summary>
    private static string? Note(IReadOnlyList<TableDifference> differences) =>
        differences.Count == 0
            ? null
            : $"As it should be, and with what the worker does not ask for: {string.Join("; ", differences)}.";

    private string RemedyOf(TableOperationException error) =>
        error switch
        {
            { Code: DynamoDbErrors.ResourceNotFoundException } =>
                "Restore it: docs/operating.md says how. If it is elsewhere, fix DynamoDb__Region or "
                    + "DynamoDb__TablePrefix; if it may begin empty, restart a worker with "
                    + "DynamoDb__CreateTables=Always.",
            { IsUnauthenticated: true } =>
                "Give the worker credentials that are valid in this region (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, "
                    + "a "
                    + "profile or a role). A renewed file or role is taken without a restart; a changed environment "
                    + "needs one.",
            { Code: DynamoDbErrors.AccessDeniedException } =>
                "Allow the worker's role dynamodb:DescribeTable and dynamodb:DescribeTimeToLive on this table.",
            _ => settings.ServiceUrl.Length == 0
                ? "Look whether this host reaches DynamoDB in the region, and fix DynamoDb__Region if it is the wrong "
                    + "one."
                : $"Look whether the engine runs (curl {settings.ServiceUrl} answers, if only with an error), start "
                    + "it (./dev up, or docker compose up -d engine), or fix DynamoDb__ServiceUrl if it is elsewhere.",
        };

    private static DiagnosisCheck Wrong(string name, string problem, string remedy) =>
        new() { Name = name, IsOk = false, Problem = problem, Remedy = remedy };
}
