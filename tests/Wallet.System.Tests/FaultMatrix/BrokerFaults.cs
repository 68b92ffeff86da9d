using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>What happens to the broker.</summary>
internal static class BrokerFaults
{
    public static async Task<int> RestartAsync(FaultMoment moment, Func<ServerPart, Task> stop)
    {
        var node = moment.Stack.Broker.Nodes[0];
        await stop(node);
        await Task.Delay(Faults.Moment);
        await node.StartAsync();
        return 1;
    }

    public static async Task<int> AlarmAsync(FaultMoment moment, string[] raise, string[] clear)
    {
        await moment.Stack.Broker.ControlAsync(0, raise);
        await Task.Delay(Faults.While);
        await moment.Stack.Broker.ControlAsync(0, clear);
        return 1;
    }

    public static async Task<int> ThreeTimesAsync(FaultMoment moment, string[] arguments)
    {
        for (var time = 0; time < 3; time++)
        {
            await moment.Stack.Broker.ControlAsync(0, arguments);
            await Task.Delay(Faults.Moment * 2);
        }

        return 3;
    }

    public static async Task<int> TimeConsumersOutAsync(FaultMoment moment)
    {
        // Channels know of it from when they are opened.
        var broker = moment.Stack.Broker;
        await broker.ControlAsync(
            0,
            "eval",
            "application:set_env(rabbit, consumer_timeout, 2000), application:set_env(rabbit, channel_tick_interval, "
                + "1000)."
        );
        await broker.ControlAsync(0, "close_all_connections", "new channels");
        await moment.Clients.AllAnsweredAgainAsync();
        moment.Stack.Engine.Pause();
        await Task.Delay(Faults.While);
        moment.Stack.Engine.Resume();
        await broker.ControlAsync(
            0,
            "eval",
            "application:set_env(rabbit, consumer_timeout, 1800000), application:set_env(rabbit, "
                + "channel_tick_interval, 60000)."
        );
        await broker.ControlAsync(0, "close_all_connections", "new channels");
        return 1;
    }

    public static async Task<int> DeleteQueuesAsync(FaultMoment moment)
    {
        string[] queues = ["wallet-set-balance", "wallet-adjust-balance", "wallet-get-balance"];
        foreach (var queue in queues)
        {
            await moment.Stack.Broker.ControlAsync(0, "delete_queue", queue);
            await Task.Delay(Faults.Moment);
        }

        return queues.Length;
    }

    public static async Task<int> KillLeaderAsync(FaultMoment moment)
    {
        var broker = moment.Stack.Broker;
        var leader = broker.Nodes[await broker.LeaderOfAsync("wallet-set-balance")];
        await leader.KillAsync();
        await Task.Delay(Faults.While);
        await leader.StartAsync();
        return 1;
    }

    public static async Task<int> KillTwoNodesAsync(FaultMoment moment)
    {
        var spared = moment.Random.Next(3);
        ServerPart[] victims = [.. moment.Stack.Broker.Nodes.Where((_, node) => node != spared)];
        await Task.WhenAll(victims.Select(victim => victim.KillAsync()));
        await Task.Delay(Faults.While);
        await Task.WhenAll(victims.Select(victim => victim.StartAsync()));
        return 2;
    }

    public static async Task<int> CutOffAsync(FaultMoment moment)
    {
        var broker = moment.Stack.Broker;
        var node = await broker.LeaderOfAsync("wallet-set-balance");
        await broker.CutOffAsync(node);
        await Task.Delay(Faults.While * 2);
        await broker.JoinAsync(node);
        return 1;
    }
}
