using System.Diagnostics;
using System.Globalization;
using Wallet.Storage;

namespace SystemTests.Faults;

/// <summary>
/// Which operation the worker that works on it shall not survive, and at which step. A file for each, in a folder that
/// test and workers share.
/// </summary>
/// <remarks>
/// The one who dies renames the file first: so no operation is the death of two, and the test knows whose death it was.
/// </remarks>
internal static class Doom
{
    /// <summary>Names the folder to the workers.</summary>
    public const string Variable = "WALLET_DOOM";

    /// <summary>
    /// No step of the worker's own: it is killed when the engine has carried out its request, and before the answer
    /// comes.
    /// </summary>
    public const string AnswerLost = nameof(AnswerLost);

    /// <summary>Dooms an operation.</summary>
    public static void Announce(string folder, Guid operationId, string step) =>
        File.WriteAllText(Announced(folder, operationId), step);

    /// <summary>The process that was doomed by an operation; null while it lives.</summary>
    public static int? VictimOf(string folder, Guid operationId) =>
        Directory
            .EnumerateFiles(folder, $"{operationId}.*.dead")
            .Select(file => (int?)int.Parse(Path.GetFileName(file).Split('.')[1], CultureInfo.InvariantCulture))
            .SingleOrDefault();

    /// <summary>In a worker: dies, if this is the operation and the step.</summary>
    public static Task HitAsync(FailPoint step, Guid operationId)
    {
        var folder = Environment.GetEnvironmentVariable(Variable)!;
        var announced = Announced(folder, operationId);
        if (!File.Exists(announced) || File.ReadAllText(announced) is not { } doomed || Last(doomed) != step.ToString())
            return Task.CompletedTask;

        File.Move(announced, Path.Combine(folder, $"{operationId}.{Environment.ProcessId}.dead"));
        if (doomed != AnswerLost)
            Die();
        return Task.CompletedTask;
    }

    /// <summary>By SIGKILL: no handler, no finally, no flush.</summary>
    private static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>
    /// A worker that is to lose its response is killed from outside: it only reports its process id at the last step
    /// before.
    /// </summary>
    private static string Last(string doomed) => doomed == AnswerLost ? nameof(FailPoint.AfterDecide) : doomed;

    private static string Announced(string folder, Guid operationId) => Path.Combine(folder, $"{operationId}.doomed");
}
