namespace Wallet.Cli.Output;

/// <summary>The tool's exit codes. Scripts rely on them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int UsageError = 1;
    public const int RefusedOrNotFound = 2;
    public const int NoAnswer = 3;
    public const int SomethingIsWrong = 4;

    /// <summary>
    /// The operation succeeded, but its result could not be written to standard output. Not to be taken for a failed
    /// operation.
    /// </summary>
    public const int DoneUnreported = 5;

    public const int Interrupted = 130;

    public const string Help =
        "Exit codes: 0 done, 1 not understood, 2 refused or not found, 3 no answer, no broker or no right, "
        + "4 doctor found something or a message stays parked, 5 done but the output could not be written, 130 "
            + "interrupted.";
}
