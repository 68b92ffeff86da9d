using System.Collections.Concurrent;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Hosting.Guard;

namespace SystemTests.Fuzz;

/// <summary>Sends the messages of a seed among good traffic, and finds out what becomes of each.</summary>
internal sealed class FuzzRun(WatchedWorkers watched, int seed, int count) : IAsyncDisposable
{
    private const int MessagesPerGood = 20;

    /// <summary>Which part of the messages is sent while no worker is there, so that some expire.</summary>
    private const int Early = 10;

    private static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(5);

    private readonly ConcurrentQueue<string> _strange = new();
    private IConnection _tester = null!;
    private IConnection _ledger = null!;
    private FuzzQueues _queues = null!;

    public FuzzMessage[] Messages { get; } =
        [.. Enumerable.Range(0, count).Select(index => FuzzPlan.Message(seed, index))];

    public Fate[] Fates { get; } = [.. Enumerable.Range(0, count).Select(_ => new Fate())];

    /// <summary>What came that is about no message.</summary>
    public IEnumerable<string> Strange => _strange;

    /// <summary>The longest that good traffic waited.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>How many good messages were answered.</summary>
    public int Good { get; private set; }

    public async Task RunAsync()
    {
        var factory = BrokerPart.FactoryFor(watched.BrokerPort, DocumentedUsers.Tester);
        factory.Guard(tls: null); // what the broker itself puts aside has the properties that its sender wrote
        _tester = await factory.CreateConnectionAsync();
        _ledger = await BrokerPart.FactoryFor(watched.BrokerPort, DocumentedUsers.Integrator).CreateConnectionAsync();
        _queues = new FuzzQueues(_tester, Messages, Fates, _strange);
        await _queues.HoldAsync();
        var listeners = new FuzzListeners(Fates, _queues.HoldsAsync);
        await listeners.StartAsync(_ledger, _tester);
        await using var bus = await BusClient.ConnectAsync(watched.BrokerPort);
        await SendAsync(listeners, bus);
        await SettleAsync();
        await listeners.FinishAsync();
        foreach (var strange in listeners.Strange)
            _strange.Enqueue(strange);
    }

    /// <summary>Gives all that is held back to its queues.</summary>
    public Task ReleaseAsync() => _queues.ReleaseAsync();

    /// <summary>How many messages lie in each of the queues.</summary>
    public Dictionary<string, int> Parked() => Fates.SelectMany(fate => fate.Places)
        .CountBy(place => place, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _tester.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    private async Task SendAsync(FuzzListeners listeners, BusClient bus)
    {
        GoodTraffic[] good = [new(bus), new(bus), new(bus)];
        foreach (var wallet in FuzzBodies.SharedWallets)
            await good[0].MakeAsync(Guid.Parse(wallet));
        await using var sender = new FuzzSender(watched.BrokerPort);
        await watched.StopAsync();
        foreach (var message in Messages.Take(count / Early))
            await SendAsync(sender, listeners, message);
        await watched.StartAsync();
        var end = new TaskCompletionSource();
        var background = good.Skip(1).Select(one => one.AskUntilAsync(end.Task)).ToList();
        try
        {
            foreach (var message in Messages.Skip(count / Early))
            {
                await SendAsync(sender, listeners, message);
                if (message.Index % MessagesPerGood == 0)
                    await good[0].AskAsync(); // and so no faster than they are worked off
            }
        }
        finally
        {
            end.SetResult();
            await Task.WhenAll(background);
            (Slowest, Good) = (good.Max(one => one.Slowest), good.Sum(one => one.Asked));
        }
    }

    private async Task SendAsync(FuzzSender sender, FuzzListeners listeners, FuzzMessage message)
    {
        await listeners.ListenForAsync(message);
        Fates[message.Index].Refusal = await sender.SendAsync(message);
    }

    /// <summary>Until each has ended, but for those that may vanish.</summary>
    private async Task SettleAsync()
    {
        await using var channel = await _tester.CreateChannelAsync();
        try
        {
            await Eventually.GetAsync(
                async () => await IsSettledAsync(channel) ? "" : null, "each message to end", SettleMax);
        }
        catch (TimeoutException)
        {
            // Which have not is what the test says.
        }

        await _queues.HoldDeadQuestionsAsync(channel);
    }

    private async Task<bool> IsSettledAsync(IChannel channel)
    {
        if (Messages.Any(message => !Fates[message.Index].HasEnded && !message.MayVanish))
            return false;
        foreach (var queue in FuzzQueues.Worked)
        {
            if (await channel.MessageCountAsync(queue) > 0)
                return false;
        }

        return true;
    }
}
