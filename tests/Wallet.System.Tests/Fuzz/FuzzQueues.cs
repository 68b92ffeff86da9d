using System.Collections.Concurrent;
using RabbitMQ.Client;

namespace SystemTests.Fuzz;

/// <summary>The queues where messages of the fuzz end, and what comes into them.</summary>
internal sealed class FuzzQueues(
    IConnection tester, FuzzMessage[] messages, Fate[] fates, ConcurrentQueue<string> strange)
{
    private static readonly string[] Inputs =
    [
        "wallet-set-balance", "wallet-adjust-balance", "wallet-transfer-balance", "wallet-get-balance",
        "wallet-get-history", "wallet-get-operation",
    ];

    /// <summary>From where the workers take what has expired.</summary>
    private static readonly string[] DeadQuestions =
        [.. Inputs.Where(IsQuestion).Select(input => $"{input}_dead")];

    private readonly ConcurrentDictionary<string, HeldQueue> _held = new(StringComparer.Ordinal);

    /// <summary>The queues that the workers take messages from, until there are none.</summary>
    public static IEnumerable<string> Worked => Inputs.Concat(DeadQuestions);

    /// <summary>Looks at all that the workers put aside, and writes that the broker did.</summary>
    public async Task HoldAsync()
    {
        foreach (var input in Inputs)
        {
            await HoldAsync($"{input}_error");
            await HoldAsync($"{input}_skipped");
            if (!IsQuestion(input))
                await HoldAsync($"{input}_dead");
        }
    }

    /// <summary>Looks at what the workers did not take away.</summary>
    public async Task HoldDeadQuestionsAsync(IChannel channel)
    {
        foreach (var queue in DeadQuestions)
        {
            if (await channel.MessageCountAsync(queue) > 0)
                await (await HoldAsync(queue)).HoldsAsync(-1);
        }
    }

    /// <summary>Whether a message lies in a queue now, or in one of those that end so.</summary>
    public async Task<bool> HoldsAsync(string place, int index)
    {
        if (place.StartsWith('_'))
            place = Inputs.Single(input => IsFor(input, messages[index].Request)) + place;
        return _held.TryGetValue(place, out var held) && await held.HoldsAsync(index);
    }

    /// <summary>Gives all that is held back to its queues.</summary>
    public async Task ReleaseAsync()
    {
        foreach (var held in _held.Values)
            await held.DisposeAsync();
        _held.Clear();
    }

    private async Task<HeldQueue> HoldAsync(string queue)
    {
        return _held[queue] = await HeldQueue.OpenAsync(tester, queue, Note);

        void Note(int? index)
        {
            if (index is { } known && known < fates.Length)
                fates[known].Place(queue);
            else
                strange.Enqueue($"a message in {queue} that nobody sent");
        }
    }

    private static bool IsFor(string input, string request) => string.Equals(
        input.Replace("wallet-", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal),
        request,
        StringComparison.OrdinalIgnoreCase);

    private static bool IsQuestion(string input) => input.StartsWith("wallet-get-", StringComparison.Ordinal);
}
