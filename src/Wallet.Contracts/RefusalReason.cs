using System.Text.Json.Serialization;

namespace Wallet.Contracts;

/// <summary>Why an operation was refused. Travels by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefusalReason>))]
public enum RefusalReason
{
    /// <summary>The wallet does not have the version that the sender expected.</summary>
    VersionMismatch,

    /// <summary>The operation id is that of an operation with another content.</summary>
    OperationIdReused,

    /// <summary>There is no such wallet, and only <see cref="SetBalance"/> makes one.</summary>
    WalletNotFound,

    /// <summary>A debit would take the balance below zero, or below what the wallet's overdraft allows.</summary>
    InsufficientFunds,

    /// <summary>The balance would leave the range of 64-bit integers.</summary>
    BalanceOutOfRange,
}
