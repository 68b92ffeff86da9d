namespace Wallet.Contracts;

/// <summary>One thing that a worker has looked at.</summary>
public sealed record DiagnosisCheck
{
    /// <summary>What, by name: <c>credentials</c>, <c>table 'user_wallet' in us-west-2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is as it should be.</summary>
    public required bool IsOk { get; init; }

    /// <summary>What is wrong; where nothing is, what is worth knowing, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>What mends it; null where nothing is wrong.</summary>
    public string? Remedy { get; init; }
}
