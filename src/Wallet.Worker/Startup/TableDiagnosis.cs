using TypedTables;
using Wallet.Contracts;
using Wallet.Worker.Settings;
using Wallet.Worker.Wallets;

namespace Wallet.Worker.Startup;

/// <summary>Looks at what lies between this worker and its tables, and says of each fault what mends it.</summary>
internal sealed class TableDiagnosis(TableClient client, Table<UserWallet> wallets, Table<OperationRecord> operations, DynamoDbSettings settings)
{
    private static readonly TimeSpan CredentialsTimeout = TimeSpan.FromSeconds(5);

    private string Place => settings.ServiceUrl.Length == 0 ? settings.Region : $"{settings.Region} at {settings.ServiceUrl}";

    /// <summary>The checks, in the order in which faults should be mended. Changes nothing.</summary>
    /// <remarks>All at once, so that an engine that does not answer is said within one call's attempts, before the sender gives up waiting.</remarks>
    public async Task<IReadOnlyList<DiagnosisCheck>> ChecksAsync() => await Task.WhenAll(
        CredentialsAsync(),
        TableAsync(UserWalletTable.Schema.Name, () => wallets.VerifyAsync()),
        TableAsync(OperationTable.Schema.Name, () => operations.VerifyAsync()));

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
            return Wrong(name, error.Message, "Give the worker AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role, and restart it.");
        }
    }

    private async Task<DiagnosisCheck> TableAsync(string schemaName, Func<Task<IReadOnlyList<TableDifference>>> verify)
    {
        var name = $"table '{settings.TablePrefix}{schemaName}' in {Place}";
        try
        {
            var differences = await verify();
            return differences.Count == 0
                ? new DiagnosisCheck { Name = name, IsOk = true }
                : Wrong(
                    name,
                    $"It is not as declared: {string.Join("; ", differences)}.",
                    "Restart the worker, which adds what is missing; a key or an index that differs needs another table: see docs/tables.md.");
        }
        catch (TableOperationException error)
        {
            return Wrong(name, error.Message, RemedyOf(error.Code));
        }
    }

    private string RemedyOf(string code) => code switch
    {
        "ResourceNotFoundException" => "Restart the worker, which makes it; or mend DynamoDb__Region or DynamoDb__TablePrefix, if it is elsewhere.",
        TableOperationException.NoCredentials or "UnrecognizedClientException" or "InvalidSignatureException" or "ExpiredTokenException" =>
            "Give the worker credentials that are valid in this region (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, a profile or a role), and restart it.",
        "AccessDeniedException" => "Allow the worker's role dynamodb:DescribeTable and dynamodb:DescribeTimeToLive on this table.",
        _ => settings.ServiceUrl.Length == 0
            ? "Look whether this host reaches DynamoDB in the region, and mend DynamoDb__Region if it is the wrong one."
            : $"Look whether the engine runs (curl {settings.ServiceUrl} answers, if only with an error), start it (./dev up, or docker compose up -d engine), or mend DynamoDb__ServiceUrl if it is elsewhere.",
    };

    private static DiagnosisCheck Wrong(string name, string problem, string remedy) =>
        new() { Name = name, IsOk = false, Problem = problem, Remedy = remedy };
}
