using MassTransit;
using RabbitMQ.Client;
using Wallet.Hosting.Queues;

namespace Wallet.Cli.Parked;

/// <summary>
/// The properties that a message keeps when it is replayed: those that <see cref="RepublishedProperties"/> keeps,
/// without what was added when it was parked.
/// </summary>
internal static class ReplayProperties
{
    private static readonly string[] Prefixes = ["MT-Fault-", "MT-Host-", "wallet-unreadable-", "wallet-body-"];

    public static BasicProperties PropertiesOf(BasicProperties parked)
    {
        var properties = RepublishedProperties.From(parked);
        properties.Headers = properties.Headers?.Where(header => !IsOfTheFault(header.Key))
            .ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal);
        return properties;
    }

    private static bool IsOfTheFault(string header) =>
        Array.Exists(Prefixes, prefix => header.StartsWith(prefix, StringComparison.Ordinal))
        || header is MessageHeaders.Reason or MessageHeaders.RedeliveryCount;
}
