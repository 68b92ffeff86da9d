using System.Collections.Frozen;
using Wallet.Storage;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// The names of our own exceptions in faults and parked messages. Other programs compare them, so they stay the same
/// when types move.
/// </summary>
internal static class ExceptionNames
{
    public const string BadMessage = "Wallet.Worker.Messages.BadMessageException";

    private static readonly FrozenDictionary<Type, string> Promised = new Dictionary<Type, string>
    {
        [typeof(BadMessageException)] = BadMessage,
        [typeof(WalletContendedException)] = "Wallet.Worker.Wallets.WalletContendedException",
    }.ToFrozenDictionary();

    /// <summary>The fixed name; null if the type has none.</summary>
    public static string? Find(Exception error) => Promised.GetValueOrDefault(error.GetType());

    /// <summary>The fixed name, or the type's own.</summary>
    public static string For(Exception error) => Find(error) ?? error.GetType().FullName!;
}
