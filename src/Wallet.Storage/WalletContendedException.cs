using TypedTables;
using TypedTables.Expressions;
using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>
/// So many others write the same wallets that this write did not get through. Trying again later is safe.
/// </summary>
internal sealed class WalletContendedException(WalletCommand command)
    : Exception(
        $"Operation {command.OperationId} was decided {WalletStore.DecisionsMax} times, and each time its wallets "
            + "changed before it could be written. Nothing was written; trying again later is safe."
    );
