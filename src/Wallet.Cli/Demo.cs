using Wallet.Contracts;

namespace Wallet.Cli;

/// <summary>The worker's main job, step by step, on a wallet of its own.</summary>
internal static class Demo
{
    public static async Task<int> RunAsync(BusSession session, CancellationToken cancelled)
    {
        var userId = Guid.NewGuid();
        var topUp = new SetBalance { UserId = userId, Balance = 12_500, OperationId = Guid.NewGuid() };

        await StepAsync($"GetBalance of a wallet that does not exist yet, {userId}", new GetBalance { UserId = userId });
        await StepAsync("SetBalance to 10000", new SetBalance { UserId = userId, Balance = 10_000 });
        await StepAsync("SetBalance to 12500, if it is still at version 1", topUp with { ExpectedVersion = 1 });
        await StepAsync("The same message again, as after a lost answer", topUp with { ExpectedVersion = 1 });
        await StepAsync("SetBalance to 1, if it is still at version 1", new SetBalance { UserId = userId, Balance = 1, ExpectedVersion = 1 });
        var last = (BalanceResult)await StepAsync("GetBalance", new GetBalance { UserId = userId });
        return last is { Balance: 12_500, Version: 2 } ? ExitCodes.Done : ExitCodes.RefusedOrNotFound;

        async Task<object> StepAsync(string what, object message)
        {
            Console.WriteLine($"→ {what}");
            var answer = message is SetBalance set ? await session.AskAsync(set, cancelled) : await session.AskAsync((GetBalance)message, cancelled);
            Console.WriteLine($"  {Words.Of(answer)}");
            return answer;
        }
    }
}
