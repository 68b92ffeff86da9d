using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>Other writers kept changing the same wallets, so this write did not succeed. A retry is safe.</summary>
internal sealed class WalletContendedException(WalletCommand command)
    : Exception(
        $"Operation {command.OperationId} was decided {WalletStore.DecisionsMax} times, and each time its wallets "
            + "changed before it could be written. Nothing was written; trying again later is safe."
    );
