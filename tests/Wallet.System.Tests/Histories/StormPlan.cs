using System.Globalization;
using Wallet.Contracts;

namespace SystemTests.Histories;

/// <summary>How much of what a storm has.</summary>
/// <param name="Operations">Operations that clients ask for in all, reads included and repeats not.</param>
/// <param name="Clients">Clients that ask at the same time, each for one thing after another.</param>
/// <param name="Wallets">Wallets that they all ask about.</param>
/// <param name="OperationsPerKill">After how many operations a worker is killed.</param>
/// <param name="Seed">What the intents follow from.</param>
internal sealed record StormSettings(int Operations, int Clients, int Wallets, int OperationsPerKill, int Seed)
{
    private const int OperationsDefault = 20_000;
    private const int KillsMin = 8;
    private const int OperationsPerKillMax = 2_500;

    /// <summary>What everybody runs, or what <c>WALLET_STORM_OPERATIONS</c> and <c>WALLET_STORM_SEED</c> say.</summary>
    /// <param name="share">Which part of the operations, as a divisor: an engine that is slower gets fewer.</param>
    public static StormSettings FromEnvironment(int share)
    {
        var operations = (Number("WALLET_STORM_OPERATIONS") ?? OperationsDefault) / share;
        return new(
            operations,
            48,
            24,
            Math.Min(OperationsPerKillMax, operations / KillsMin),
            Number("WALLET_STORM_SEED") ?? Environment.TickCount
        );
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}

/// <summary>
/// What the clients of a storm will ask, whatever they are told: the same for the same settings, ids included.
/// </summary>
internal sealed class StormPlan
{
    /// <summary>How many newer operations of the same client a late repeat comes after, at least.</summary>
    private const int NewerMin = 5;

    private readonly StormSettings _settings;

    public StormPlan(StormSettings settings)
    {
        _settings = settings;
        var random = new Random(settings.Seed);
        Wallets = [.. Enumerable.Range(0, settings.Wallets).Select(_ => Uuid(random))];
        First =
        [
            .. Wallets.Select(wallet => new SetBalance
            {
                UserId = wallet,
                Balance = 1_000,
                OperationId = Uuid(random),
            }),
        ];
    }

    public IReadOnlyList<Guid> Wallets { get; }

    /// <summary>What makes the wallets.</summary>
    public IReadOnlyList<SetBalance> First { get; }

    /// <summary>What one client asks, in its order.</summary>
    public IEnumerable<Intent> Of(int client)
    {
        var random = new Random(unchecked((_settings.Seed * 1_000_003) + client + 1));
        var operations =
            (_settings.Operations / _settings.Clients) + (client < _settings.Operations % _settings.Clients ? 1 : 0);
        var written = new List<object>();
        for (var i = 0; i < operations; i++)
        {
            var message = Next(random);
            if (message is GetBalance)
            {
                yield return new Intent(message, Repetition.None);
                continue;
            }

            yield return new Intent(message, random.Next(10) == 0 ? Repetition.AtOnce : Repetition.None);
            written.Add(message);
            if (written.Count > NewerMin && random.Next(10) == 0)
                yield return new Intent(written[random.Next(written.Count - NewerMin)], Repetition.Late);
        }
    }

    private object Next(Random random)
    {
        var index = random.Next(Wallets.Count);
        var (wallet, to, id) = (Wallets[index], Wallets[(index + 1) % Wallets.Count], Uuid(random));
        return random.Next(10) switch
        {
            < 3 => new SetBalance
            {
                UserId = wallet,
                Balance = random.Next(2_000),
                OperationId = id,
            },
            < 5 => new AdjustBalance
            {
                UserId = wallet,
                Amount = random.Next(2) == 0 ? random.Next(1, 300) : -random.Next(1, 300),
                OperationId = id,
            },
            < 7 => new TransferBalance
            {
                From = wallet,
                To = to,
                Amount = random.Next(1, 50),
                OperationId = id,
            },
            _ => new GetBalance { UserId = wallet },
        };
    }

    private static Guid Uuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}

/// <summary>What a client sends.</summary>
internal sealed record Intent(object Message, Repetition Repetition);

/// <summary>Whether a message is sent more than once.</summary>
internal enum Repetition
{
    None,

    /// <summary>Twice at the same time.</summary>
    AtOnce,

    /// <summary>It was sent long ago, and newer ones after it.</summary>
    Late,
}
