namespace Wallet.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What, by name.</param>
/// <param name="IsOk">Whether it is as it should be.</param>
/// <param name="Found">What was found; where something is wrong, what.</param>
/// <param name="Remedy">The command that fixes it; null where nothing is wrong.</param>
internal sealed record Finding(string Name, bool IsOk, string Found, string? Remedy)
{
    /// <summary>Whether it is worth knowing although nothing is wrong.</summary>
    public bool IsNote { get; private init; }

    public static Finding Ok(string name, string found) => new(name, IsOk: true, found, null);

    public static Finding Note(string name, string found) => Ok(name, found) with { IsNote = true };

    public static Finding Wrong(string name, string problem, string remedy) => new(name, IsOk: false, problem, remedy);
}
