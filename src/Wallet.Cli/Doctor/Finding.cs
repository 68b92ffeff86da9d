namespace Wallet.Cli.Doctor;

/// <summary>The result of one check.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="IsOk">Whether it is in order.</param>
/// <param name="Found">What was found; if it is not in order, the fault.</param>
/// <param name="Remedy">The command that fixes it; null if it is in order.</param>
internal sealed record Finding(string Name, bool IsOk, string Found, string? Remedy)
{
    /// <summary>Whether it is worth showing although it is in order.</summary>
    public bool IsNote { get; private init; }

    public static Finding Ok(string name, string found) => new(name, IsOk: true, found, null);

    public static Finding Note(string name, string found) => Ok(name, found) with { IsNote = true };

    public static Finding Wrong(string name, string problem, string remedy) => new(name, IsOk: false, problem, remedy);
}
