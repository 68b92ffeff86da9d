using System.CommandLine;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;

namespace Wallet.Cli.Commands;

/// <summary>What a command works with.</summary>
/// <param name="Parsed">The arguments and options.</param>
/// <param name="Output">Where results are printed.</param>
/// <param name="Broker">The broker's address.</param>
/// <param name="Timeout">How long to wait for a response.</param>
internal sealed record Session(ParseResult Parsed, Printer Output, BrokerAddress Broker, TimeSpan Timeout)
{
    public Task<BusSession> BusAsync(CancellationToken cancelled) =>
        BusSession.ConnectAsync(Broker, Timeout, cancelled);

    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);
}
