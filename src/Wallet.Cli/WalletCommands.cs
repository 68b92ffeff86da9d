using Wallet.Contracts;

namespace Wallet.Cli;

internal static class WalletCommands
{
    public static async Task<int> SetAsync(
        BusSession session, Guid userId, long balance, Guid? operationId, long? expectedVersion, CancellationToken cancelled)
    {
        var answer = await session.AskAsync(
            new SetBalance { UserId = userId, Balance = balance, OperationId = operationId, ExpectedVersion = expectedVersion }, cancelled);
        Console.WriteLine(Words.Of(answer));
        return answer is BalanceUpdated ? ExitCodes.Done : ExitCodes.RefusedOrNotFound;
    }

    public static async Task<int> GetAsync(BusSession session, Guid userId, CancellationToken cancelled)
    {
        var answer = await session.AskAsync(new GetBalance { UserId = userId }, cancelled);
        Console.WriteLine(Words.Of(answer));
        return answer.Found ? ExitCodes.Done : ExitCodes.RefusedOrNotFound;
    }
}
