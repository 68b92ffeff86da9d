using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace SystemTests.Faults;

/// <summary>
/// Every verb that changes wallets, and every step at which it can fail. Made from the worker's own lists, so that
/// nothing new is forgotten.
/// </summary>
internal static class OperationMatrix
{
    /// <summary>What each wallet has before the operation.</summary>
    public const long Before = 100;

    /// <summary>What the operation leaves of the first wallet, whichever verb it is.</summary>
    public const long After = 70;

    /// <summary>A verb for each command that the worker's rules know: <c>SetBalance</c> and so on.</summary>
    public static IReadOnlyList<string> Verbs { get; } =
    [
        .. typeof(WalletCommand)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(WalletCommand)))
            .Select(type => type.Name[..^"Command".Length])
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string, string> Of(IEnumerable<string> steps)
    {
        var data = new TheoryData<string, string>();
        foreach (var step in steps)
        {
            foreach (var verb in Verbs)
                data.Add(step, verb);
        }

        return data;
    }

    /// <summary>An operation that takes the first wallet from 100 to 70.</summary>
    public static object Message(string verb, Guid from, Guid to, Guid operationId) =>
        verb switch
        {
            nameof(SetBalance) => new SetBalance
            {
                UserId = from,
                Balance = After,
                OperationId = operationId,
            },
            nameof(AdjustBalance) => new AdjustBalance
            {
                UserId = from,
                Amount = After - Before,
                OperationId = operationId,
            },
            nameof(TransferBalance) => new TransferBalance
            {
                From = from,
                To = to,
                Amount = Before - After,
                OperationId = operationId,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "Say here what it looks like."),
        };

    /// <summary>An operation that wallets with 100 at version 1 do not allow.</summary>
    public static object Refused(string verb, Guid from, Guid to, Guid operationId) =>
        verb switch
        {
            nameof(SetBalance) => new SetBalance
            {
                UserId = from,
                Balance = After,
                OperationId = operationId,
                ExpectedVersion = 7,
            },
            nameof(AdjustBalance) => new AdjustBalance
            {
                UserId = from,
                Amount = -Before - 1,
                OperationId = operationId,
            },
            nameof(TransferBalance) => new TransferBalance
            {
                From = from,
                To = to,
                Amount = Before + 1,
                OperationId = operationId,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "Say here what it looks like."),
        };

    /// <summary>How many wallets it changes.</summary>
    public static int WalletsOf(string verb) => verb == nameof(TransferBalance) ? 2 : 1;
}
