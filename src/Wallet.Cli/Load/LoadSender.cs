using MassTransit;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Contracts;

namespace Wallet.Cli.Load;

/// <summary>
/// Creates the requests of a load. The same seed gives the same wallets and requests; operation ids are always new.
/// </summary>
internal sealed class LoadSender
{
    /// <summary>
    /// The initial balance of every wallet, in minor units: enough that debits and transfers are rarely refused.
    /// </summary>
    private const long StartBalance = 1_000_000;

    private const int AmountMax = 100;
    private const int PreparedAtOnce = 32;

    private readonly Random _random;
    private readonly LoadMix _mix;
    private readonly Guid[] _wallets;
    private readonly IRequestClient<SetBalance> _set;
    private readonly IRequestClient<GetBalance> _get;
    private readonly IRequestClient<AdjustBalance> _adjust;
    private readonly IRequestClient<TransferBalance> _transfer;

    public LoadSender(BusSession bus, LoadMix mix, int wallets, int seed)
    {
        _random = new Random(seed);
        _mix = mix;
        _wallets = [.. Enumerable.Range(0, wallets).Select(_ => NewId())];
        (_set, _get, _adjust, _transfer) = (
            bus.Client<SetBalance>(),
            bus.Client<GetBalance>(),
            bus.Client<AdjustBalance>(),
            bus.Client<TransferBalance>()
        );
    }

    /// <summary>Sets every wallet, so that each can be read and debited. Not measured.</summary>
    /// <exception cref="CliException">A wallet could not be set.</exception>
    public async Task PrepareAsync(CancellationToken cancelled)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = PreparedAtOnce, CancellationToken = cancelled };
        await Parallel.ForEachAsync(
            _wallets,
            options,
            async (userId, _) =>
            {
                if ((await SetAsync(userId, StartBalance)) is { Error: { } error })
                    throw new CliException(
                        ExitCodes.NoAnswer,
                        $"Wallet {userId} could not be prepared: {error}.",
                        "wallet doctor says what is wrong."
                    );
            }
        );
    }

    public (LoadVerb Verb, Func<Task<LoadOutcome>> SendAsync) Next()
    {
        var verb = _mix.Pick(_random);
        var index = _random.Next(_wallets.Length);
        var (userId, amount) = (_wallets[index], _random.Next(1, AmountMax + 1));
        var other = _wallets[(index + 1) % _wallets.Length];
        return (
            verb,
            verb switch
            {
                LoadVerb.Set => () => SetAsync(userId, StartBalance + amount),
                LoadVerb.Get => () => SendAsync<GetBalance, BalanceResult>(_get, new GetBalance { UserId = userId }),
                LoadVerb.Adjust => () =>
                    SendAsync<AdjustBalance, BalanceUpdated>(
                        _adjust,
                        new AdjustBalance
                        {
                            UserId = userId,
                            Amount = amount % 2 == 0 ? amount : -amount,
                            OperationId = Guid.NewGuid(),
                        }
                    ),
                _ => () =>
                    SendAsync<TransferBalance, BalanceTransferred>(
                        _transfer,
                        new TransferBalance
                        {
                            From = userId,
                            To = other,
                            Amount = amount,
                            OperationId = Guid.NewGuid(),
                        }
                    ),
            }
        );
    }

    private Task<LoadOutcome> SetAsync(Guid userId, long balance) =>
        SendAsync<SetBalance, BalanceUpdated>(
            _set,
            new SetBalance
            {
                UserId = userId,
                Balance = balance,
                OperationId = Guid.NewGuid(),
            }
        );

    private static async Task<LoadOutcome> SendAsync<TRequest, TResponse>(
        IRequestClient<TRequest> client,
        TRequest request
    )
        where TRequest : class
        where TResponse : class
    {
        try
        {
            // Never cancelled: cancelling a publish confuses its channel.
            var response = await client.GetResponse<TResponse, OperationRefused>(request, CancellationToken.None);
            return new LoadOutcome((response.Message as OperationRefused)?.Reason.ToString(), null);
        }
        catch (RequestTimeoutException)
        {
            return new LoadOutcome(null, "no answer in time");
        }
        catch (RequestFaultException error)
        {
            return new LoadOutcome(
                null,
                $"parked: {error.Fault?.Exceptions.FirstOrDefault()?.ExceptionType ?? "unknown"}"
            );
        }
        catch (Exception error)
        {
            return new LoadOutcome(null, $"not sent: {error.GetBaseException().GetType().Name}");
        }
    }

    private Guid NewId()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
