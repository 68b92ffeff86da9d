using System.CommandLine;
using Wallet.Cli.Output;
using Wallet.Contracts;

namespace Wallet.Cli.Commands;

/// <summary><c>get</c> and <c>history</c>: the commands that only read.</summary>
internal static class QueryCommands
{
    private const int LimitMax = 100;

    public static Command Get()
    {
        var userId = CommandOptions.Wallet("user-id", "Whose wallet: a UUID.");
        var get = new Command("get", "Reads a wallet's balance.") { userId };
        get.Run(
            async (session, cancelled) =>
            {
                await using var bus = await session.BusAsync(cancelled);
                var answer = await bus.AskAsync<GetBalance, BalanceResult>(
                    new GetBalance { UserId = session.Get(userId) },
                    cancelled
                );
                session.Output.Response(answer);
                return answer.Found ? ExitCodes.Done : ExitCodes.RefusedOrNotFound;
            }
        );
        return get;
    }

    public static Command History()
    {
        var userId = CommandOptions.Wallet("user-id", "Whose wallet: a UUID.");
        var after = CommandOptions.Checked(
            new Option<long?>("--after") { Description = "Only what came after this version.", HelpName = "version" },
            version => version >= 0,
            "takes a version, 0 or more"
        );
        var limit = CommandOptions.Checked(
            new Option<int>("--limit")
            {
                Description = "How many operations at the most, 1 to 100.",
                HelpName = "count",
                DefaultValueFactory = _ => 20,
            },
            count => count is >= 1 and <= LimitMax,
            "takes a count from 1 to 100");

        var history = new Command("history", "Lists what was done to a wallet, in the order of its versions.")
        {
            userId,
            after,
            limit,
        };
        history.Run(
            async (session, cancelled) =>
            {
                var request = new GetHistory
                {
                    UserId = session.Get(userId),
                    After = session.Get(after),
                    Limit = session.Get(limit),
                };
                await using var bus = await session.BusAsync(cancelled);
                var answer = await bus.AskAsync<GetHistory, HistoryResult>(request, cancelled);
                if (session.Output.IsJson)
                    session.Output.Response(answer);
                else
                    Print(answer);
                return answer.Operations.Count > 0 || request.After is not null
                    ? ExitCodes.Done
                    : ExitCodes.RefusedOrNotFound;
            }
        );
        return history;
    }

    private static void Print(HistoryResult answer)
    {
        foreach (var change in answer.Operations)
            Console.WriteLine(ResponseText.Line(change));
        if (answer.Operations.Count == 0)
            Console.WriteLine(
                $"Nothing is remembered of wallet {answer.UserId} here. Operations are remembered for 7 days by "
                    + "default."
            );
        if (answer.Next is { } next)
            Console.WriteLine($"More: wallet history {answer.UserId} --after {next}");
    }
}
