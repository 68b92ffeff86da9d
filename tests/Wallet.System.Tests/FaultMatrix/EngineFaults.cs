using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>What DynamoDB does, or the way to it.</summary>
internal static class EngineFaults
{
    public static async Task<int> PauseAsync(FaultMoment moment)
    {
        moment.Stack.Engine.Pause();
        await Task.Delay(Faults.While * 1.5);
        moment.Stack.Engine.Resume();
        return 1;
    }

    public static async Task<int> KillAsync(FaultMoment moment)
    {
        for (var kill = 0; kill < 2; kill++)
        {
            await moment.Stack.Engine.KillAsync();
            await Task.Delay(Faults.Moment);
            await moment.Stack.Engine.StartAsync();
            await Task.Delay(Faults.Moment);
        }

        return 2;
    }

    /// <summary>So many of a hundred calls of an operation, or of all, go wrong.</summary>
    public static async Task<int> MisbehaveAsync(FaultMoment moment, ProxyFault fault, int percent, string? only = null)
    {
        var (isOn, injected, seed) = (false, 0, moment.Random.Next());
        var random = new ThreadLocal<Random>(() => new Random(Interlocked.Increment(ref seed)), trackAllValues: false);
        await using var proxy = new FaultyProxy(
            moment.Stack.EngineEndpoint,
            operation =>
            {
                if (
                    !Volatile.Read(ref isOn)
                    || (only is not null && operation != only)
                    || random.Value!.Next(100) >= percent
                )
                    return ProxyFault.None;
                Interlocked.Increment(ref injected);
                return fault;
            }
        );
        return await moment.Stack.WithWorkersAsync(
            proxy.Endpoint,
            [],
            async () =>
            {
                await moment.Clients.AllAnsweredAgainAsync();
                Volatile.Write(ref isOn, true);
                await Task.Delay(Faults.While);
                Volatile.Write(ref isOn, false);
                await moment.RecoverAsync();
                return Volatile.Read(ref injected);
            }
        );
    }

    /// <summary>
    /// The clients wait while the backup is made: what is written after it would be gone with the tables.
    /// </summary>
    public static async Task<int> LoseTablesAsync(FaultMoment moment)
    {
        var isGone = false;
        await using var proxy = new FaultyProxy(
            moment.Stack.EngineEndpoint,
            _ => Volatile.Read(ref isGone) ? ProxyFault.NoTable : ProxyFault.None
        );
        return await moment.Stack.WithWorkersAsync(
            proxy.Endpoint,
            [],
            async () =>
            {
                await moment.Clients.HoldAsync();
                var backup = await TableBackup.TakeAsync(moment.Stack.EngineEndpoint, moment.Stack.Tables);
                Volatile.Write(ref isGone, true);
                await backup.DeleteTablesAsync();
                moment.Clients.GoOn();
                await Task.Delay(Faults.While);
                await backup.RestoreAsync();
                Volatile.Write(ref isGone, false);
                await moment.RecoverAsync();
                return 2;
            }
        );
    }

    /// <summary>Session tokens that the service takes for seconds and no longer, although they say an hour.</summary>
    public static async Task<int> ExpireCredentialsAsync(FaultMoment moment)
    {
        using var source = new ExpiringCredentials();
        await using var proxy = new FaultyProxy(moment.Stack.EngineEndpoint, _ => ProxyFault.None)
        {
            FaultOfHeaders = headers =>
                source.IsGood(headers["X-Amz-Security-Token"]) ? ProxyFault.None : ProxyFault.ExpiredToken,
        };
        return await moment.Stack.WithWorkersAsync(proxy.Endpoint, source.Environment, async () =>
        {
            for (var expiry = 0; expiry < 3; expiry++)
            {
                source.Expire();
                await moment.RecoverAsync();
            }

            return 3;
        });
    }
}
