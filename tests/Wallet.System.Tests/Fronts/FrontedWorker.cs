using Front;
using SystemTests.Parts;

namespace SystemTests.Fronts;

/// <summary>
/// A worker with a session's credentials, behind a front that has everything on and lets it do what
/// docs/iam-policy.json says.
/// </summary>
internal sealed class FrontedWorker : IAsyncDisposable
{
    private FrontedWorker(AwsFront front, WorkerProcess worker) => (Front, Worker) = (front, worker);

    public AwsFront Front { get; }

    public WorkerProcess Worker { get; }

    /// <summary>The published policy, for tables whose names begin in any way.</summary>
    public static Policy Published =>
        Policy.Load(Path.Combine(Repository.Root, "docs/iam-policy.json"), tablePrefix: "*");

    /// <summary>Starts both; the worker may not be ready.</summary>
    /// <param name="servers">The broker, and the engine behind the front.</param>
    /// <param name="denied">An action that is denied from the beginning.</param>
    public static async Task<FrontedWorker> LaunchAsync(LocalServers servers, string? denied = null)
    {
        var (front, environment) = await StartFrontAsync(servers.Engine, seed: 1);
        if (denied is not null)
            front.Rights.Deny(denied);
        var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            front.Endpoint,
            [("DynamoDb__TablePrefix", $"t{Guid.NewGuid():N}_"), .. environment]
        );
        return new FrontedWorker(front, worker);
    }

    /// <summary>A front with everything on, and what a worker must be told to get through it.</summary>
    public static async Task<(AwsFront Front, (string Key, string Value)[] Environment)> StartFrontAsync(
        Uri engine,
        int seed
    )
    {
        var keys = new KeyRing();
        var key = keys.IssueSession(TimeProvider.System.GetUtcNow().AddHours(1));
        var options = AwsFrontOptions.Everything(keys, Published, seed) with { Region = "us-west-2" };
        return (
            await AwsFront.StartAsync(engine, options),
            [
                ("AWS_ACCESS_KEY_ID", key.AccessKey),
                ("AWS_SECRET_ACCESS_KEY", key.Secret),
                ("AWS_SESSION_TOKEN", key.Token!),
            ]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await Front.DisposeAsync();
    }
}
