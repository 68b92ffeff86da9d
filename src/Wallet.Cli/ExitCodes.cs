namespace Wallet.Cli;

/// <summary>What the tool exits with. Scripts rely on these.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int NotUnderstood = 1;
    public const int RefusedOrNotFound = 2;
    public const int NoAnswer = 3;
    public const int SomethingIsWrong = 4;
    public const int Interrupted = 130;

    public const string Help =
        "Exit codes: 0 done, 1 not understood, 2 refused or not found, 3 no answer or no broker, "
        + "4 doctor found something or a parked message was not replayed, 130 interrupted.";
}

/// <summary>A verb cannot go on, for a reason that its user can do something about. Said in a line or two, never with a stack trace.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="problem">What is wrong.</param>
/// <param name="remedy">What mends it; null where the problem says it.</param>
internal sealed class CliException(int exitCode, string problem, string? remedy = null) : Exception(problem)
{
    public int ExitCode { get; } = exitCode;

    public string? Remedy { get; } = remedy;
}
