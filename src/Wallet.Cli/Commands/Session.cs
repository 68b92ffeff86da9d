using System.CommandLine;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;

namespace Wallet.Cli.Commands;

/// <summary>What a verb works with.</summary>
/// <param name="Parsed">Its arguments and options.</param>
/// <param name="Output">Where it says what it has to say.</param>
/// <param name="Broker">Where the broker is.</param>
/// <param name="Timeout">How long an answer may take.</param>
internal sealed record Session(ParseResult Parsed, Printer Output, BrokerAddress Broker, TimeSpan Timeout)
{
    public Task<BusSession> BusAsync(CancellationToken cancelled) =>
        BusSession.ConnectAsync(Broker, Timeout, cancelled);

    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);
}
