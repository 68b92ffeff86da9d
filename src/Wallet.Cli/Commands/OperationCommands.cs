using System.CommandLine;
using System.Globalization;
using Wallet.Cli.Output;
using Wallet.Contracts;

namespace Wallet.Cli.Commands;

/// <summary><c>set</c>, <c>adjust</c> and <c>transfer</c>: the commands that change wallets.</summary>
internal static class OperationCommands
{
    public static Command Set()
    {
        var userId = CommandOptions.Wallet("user-id", "Whose wallet: a UUID.");
        var balance = new Argument<long>("balance")
        {
            Description = "The new balance in minor units (cents, say): a 64-bit integer.",
        };
        var (operationId, expectedVersion) = (CommandOptions.OperationId(), CommandOptions.ExpectedVersion());
        var overdraft = CommandOptions.Checked(
            new Option<long?>("--overdraft")
            {
                Description = "How far below zero later debits may take the balance, in minor units.",
                HelpName = "amount",
            },
            amount => amount >= 0,
            "takes an amount, 0 or more");

        var set = new Command("set", "Sets a wallet's balance. A wallet that does not exist is made.")
        {
            userId,
            balance,
            operationId,
            expectedVersion,
            overdraft,
        };
        set.Run(
            (session, cancelled) =>
                AskAsync<SetBalance, BalanceUpdated>(
                    session,
                    session.Get(operationId),
                    id => new SetBalance
                    {
                        UserId = session.Get(userId),
                        Balance = session.Get(balance),
                        OperationId = id,
                        ExpectedVersion = session.Get(expectedVersion),
                        Overdraft = session.Get(overdraft),
                    },
                    cancelled
                )
        );
        return set;
    }

    public static Command Adjust()
    {
        var userId = CommandOptions.Wallet("user-id", "Whose wallet: a UUID. It must exist.");
        var amount = Amount(
            "What to add in minor units: above zero credits, below zero debits.",
            value => value != 0,
            "takes an amount other than 0"
        );
        var (operationId, expectedVersion) = (CommandOptions.OperationId(), CommandOptions.ExpectedVersion());

        var adjust = new Command(
            "adjust",
            "Credits or debits a wallet. A debit never takes it below zero, or below its overdraft."
        )
        {
            userId,
            amount,
            operationId,
            expectedVersion,
        };
        adjust.Run(
            (session, cancelled) =>
                AskAsync<AdjustBalance, BalanceUpdated>(
                    session,
                    session.Get(operationId),
                    id => new AdjustBalance
                    {
                        UserId = session.Get(userId),
                        Amount = session.Get(amount),
                        OperationId = id,
                        ExpectedVersion = session.Get(expectedVersion),
                    },
                    cancelled
                )
        );
        return adjust;
    }

    public static Command Transfer()
    {
        var from = CommandOptions.Wallet("from", "Whose wallet the amount leaves: a UUID.");
        var to = CommandOptions.Wallet("to", "Whose wallet it reaches: a UUID.");
        var amount = Amount("How much, in minor units, above zero.", value => value > 0, "takes an amount above 0");
        var operationId = CommandOptions.OperationId();

        var transfer = new Command("transfer", "Moves an amount from one wallet to another, as a whole or not at all.")
        {
            from,
            to,
            amount,
            operationId,
        };
        transfer.Validators.Add(result =>
        {
            // Compared as text: an unparsable id has its own error, and no value.
            if (IdOf(from) is { } id && id == IdOf(to))
                result.AddError("from and to are the same wallet. Name two different ones.");

            Guid? IdOf(Argument<Guid> wallet) =>
                result.GetResult(wallet) is { Tokens: [var text] } && Guid.TryParse(text.Value, out var read)
                    ? read
                    : null;
        });
        transfer.Run(
            (session, cancelled) =>
                AskAsync<TransferBalance, BalanceTransferred>(
                    session,
                    session.Get(operationId),
                    id => new TransferBalance
                    {
                        From = session.Get(from),
                        To = session.Get(to),
                        Amount = session.Get(amount),
                        OperationId = id,
                    },
                    cancelled
                )
        );
        return transfer;
    }

    private static Argument<long> Amount(string description, Func<long, bool> isGood, string takes)
    {
        var amount = new Argument<long>("amount") { Description = description };
        amount.Validators.Add(result =>
        {
            if (
                result.Tokens.Count == 1
                && long.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value)
                && !isGood(value)
            )
                result.AddError($"amount is {value}, but {takes}.");
        });
        return amount;
    }

    private static async Task<int> AskAsync<TRequest, TResponse>(
        Session session,
        Guid? operationId,
        Func<Guid, TRequest> request,
        CancellationToken cancelled
    )
        where TRequest : class
        where TResponse : class
    {
        // The id is created here, not by the worker, so that a user without a response can safely repeat the command.
        var id = operationId ?? Guid.NewGuid();
        await using var bus = await session.BusAsync(cancelled);
        var answer = await bus.CarryOutAsync<TRequest, TResponse>(request(id), id, cancelled);
        var exitCode = answer is OperationRefused ? ExitCodes.RefusedOrNotFound : ExitCodes.Done;
        try
        {
            session.Output.Response(answer);
            return exitCode;
        }
        catch (OutputException error)
        {
            return Printer.ReportUnwritten(error, id, exitCode);
        }
    }
}
