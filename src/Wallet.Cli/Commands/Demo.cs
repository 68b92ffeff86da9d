using System.CommandLine;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Contracts;

namespace Wallet.Cli.Commands;

/// <summary>Shows the worker's main functions step by step, on a wallet of its own.</summary>
internal static class Demo
{
    public static Command Command()
    {
        var demo = new Command("demo", "Sets and reads a new wallet, and is refused once: what ./dev demo shows.");
        demo.Run(async (session, cancelled) =>
        {
            await using var bus = await session.BusAsync(cancelled);
            return await RunAsync(bus, session.Output, cancelled);
        });
        return demo;
    }

    private static async Task<int> RunAsync(BusSession bus, Printer output, CancellationToken cancelled)
    {
        var userId = Guid.NewGuid();
        var topUp = new SetBalance
        {
            UserId = userId,
            Balance = 12_500,
            OperationId = Guid.NewGuid(),
            ExpectedVersion = 1,
        };

        await StepAsync(
            $"GetBalance of a wallet that does not exist yet, {userId}",
            new GetBalance { UserId = userId }
        );
        await StepAsync(
            "SetBalance to 10000",
            new SetBalance
            {
                UserId = userId,
                Balance = 10_000,
                OperationId = Guid.NewGuid(),
            }
        );
        await StepAsync("SetBalance to 12500, if it is still at version 1", topUp);
        await StepAsync("The same message again, as after a lost answer", topUp);
        await StepAsync(
            "SetBalance to 1, if it is still at version 1",
            topUp with
            {
                Balance = 1,
                OperationId = Guid.NewGuid(),
            }
        );
        var last = await StepAsync("GetBalance", new GetBalance { UserId = userId });
        return last is BalanceResult { Balance: 12_500, Version: 2 } ? ExitCodes.Done : ExitCodes.RefusedOrNotFound;

        async Task<object> StepAsync(string what, object message)
        {
            var answer = message is SetBalance set
                ? await bus.CarryOutAsync<SetBalance, BalanceUpdated>(set, set.OperationId!.Value, cancelled)
                : await bus.AskAsync<GetBalance, BalanceResult>((GetBalance)message, cancelled);
            if (output.IsJson)
                Console.WriteLine(
                    Printer.Json(
                        new
                        {
                            Step = what,
                            Answer = answer.GetType().Name,
                            Message = answer,
                        },
                        isOnOneLine: true
                    )
                );
            else
                Console.WriteLine($"→ {what}\n  {ResponseText.Describe(answer)}");
            return answer;
        }
    }
}
