using TypedTables;
using Wallet.Storage;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Tables;

/// <summary>Describes how to fix a table, with commands to copy where there are any.</summary>
internal sealed class TableRemedies(DynamoDbSettings settings)
{
    private const string CreateIndex =
        """[{"Create":{"IndexName":"by_wallet","Projection":{"ProjectionType":"ALL"},"KeySchema":"""
        + """[{"AttributeName":"user_id","KeyType":"HASH"},{"AttributeName":"version","KeyType":"RANGE"}]}}]""";

    private const string DeleteIndex = """[{"Delete":{"IndexName":"by_wallet"}}]""";

    private string Where => settings.ServiceUrl.Length == 0
        ? $"--region {settings.Region}"
        : $"--region {settings.Region} --endpoint-url {settings.ServiceUrl}";

    /// <summary>The command that enables time to live. A worker with the permission does so at its start.</summary>
    public string TimeToLive(string table) => TimeToLive(table, OperationTable.ExpiresAt.Name, "true");

    /// <summary>Describes how to fix a difference, in a sentence or two.</summary>
    public string Describe(string table, TableDifference difference) => difference switch
    {
        { Aspect: TableAspect.TimeToLive, Declared: "none" } =>
            $"Turn it off, or DynamoDB deletes wallets: {TimeToLive(table, difference.Found, "false")}.",
        { Aspect: TableAspect.TimeToLive, Found: "none" } =>
            $"Restart a worker whose role may turn it on (docs/permissions.md), or: {TimeToLive(table)}.",
        { Aspect: TableAspect.TimeToLive } =>
            $"Turn that off: {TimeToLive(table, difference.Found, "false")}. "
            + $"Then, which DynamoDB takes after up to an hour: {TimeToLive(table)}.",
        { Aspect: TableAspect.Index, Found: "CREATING" } =>
            "Wait: DynamoDB fills the index, and GetHistory is answered when it is done. Everything else is carried "
            + "out.",
        { Aspect: TableAspect.Index, Found: "none" or "DELETING" } =>
            $"Add it when no other index is being made or deleted: {AddIndex(table)}.",
        { Aspect: TableAspect.Index } =>
            $"Delete it: aws dynamodb update-table {Where} --table-name {table} --global-secondary-index-updates "
            + $"'{DeleteIndex}'. When it has gone: {AddIndex(table)}.",
        _ =>
            "A key cannot be changed: this is not the worker's table. Fix DynamoDb__TablePrefix or DynamoDb__Region, "
            + "or move what is in it to a new one: see docs/operating.md.",
    };

    /// <summary>What is wrong with replicated tables; null if nothing is.</summary>
    public string? OfReplicas(string table, TableState state)
    {
        if (state.Replicas.Count == 0)
            return null;
        var replicas = $"Table '{table}' has replicas in {string.Join(", ", state.Replicas)}";
        if (state.IsStronglyConsistentEverywhere)
        {
            return $"{replicas} with strong consistency, and DynamoDB refuses transactions on it: no message could be "
                + "carried out. Use tables without such replicas.";
        }

        return settings.OnlyWriter == settings.Region
            ? null
            : $"{replicas}, where the last writer wins: workers in two regions would overwrite each other's balances. "
                + $"Set DynamoDb__OnlyWriter, which is '{settings.OnlyWriter}', to the one region whose workers write, "
                + $"in every region; the others wait (this one is {settings.Region}).";
    }

    private string TimeToLive(string table, string attribute, string isEnabled) =>
        $"aws dynamodb update-time-to-live {Where} --table-name {table} "
        + $"--time-to-live-specification Enabled={isEnabled},AttributeName={attribute}";

    /// <summary>The command that adds the history's index, which a restored backup may lack.</summary>
    private string AddIndex(string table) =>
        $"aws dynamodb update-table {Where} --table-name {table} "
        + "--attribute-definitions AttributeName=user_id,AttributeType=S AttributeName=version,AttributeType=N "
        + $"--global-secondary-index-updates '{CreateIndex}'";
}
