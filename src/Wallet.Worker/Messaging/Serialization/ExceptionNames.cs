using System.Collections.Frozen;
using Wallet.Storage;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// What faults and parked messages call our own exceptions. Others compare these names, so they stay when types move.
/// </summary>
internal static class ExceptionNames
{
    public const string BadMessage = "Wallet.Worker.Messages.BadMessageException";

    private static readonly FrozenDictionary<Type, string> Promised = new Dictionary<Type, string>
    {
        [typeof(BadMessageException)] = BadMessage,
        [typeof(WalletContendedException)] = "Wallet.Worker.Wallets.WalletContendedException",
    }.ToFrozenDictionary();

    /// <summary>The promised name; null where none is.</summary>
    public static string? Find(Exception error) => Promised.GetValueOrDefault(error.GetType());

    /// <summary>The promised name, or the type's own.</summary>
    public static string For(Exception error) => Find(error) ?? error.GetType().FullName!;
}
