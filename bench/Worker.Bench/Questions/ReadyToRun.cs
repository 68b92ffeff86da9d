using System.Diagnostics;

namespace WorkerBench.Questions;

/// <summary>The worker compiled ahead of time as far as ReadyToRun goes, which is what the container has.</summary>
internal static class ReadyToRun
{
    /// <summary>
    /// Publishes it, from a copy of the sources: for a single platform, NuGet would write other lock files than those
    /// that are committed.
    /// </summary>
    /// <returns>The worker's assembly.</returns>
    public static async Task<string> PublishAsync()
    {
        Report.Doing($"publishing the worker with ReadyToRun ...");
        var copy = Path.Combine(AppContext.BaseDirectory, "ready-to-run");
        if (Directory.Exists(copy))
            Directory.Delete(copy, recursive: true);
        foreach (
            var file in Directory
                .EnumerateFiles(Stack.Root)
                .Concat(Directory.EnumerateFiles(Path.Combine(Stack.Root, "src"), "*", SearchOption.AllDirectories))
        )
            Copy(file, Path.Combine(copy, Path.GetRelativePath(Stack.Root, file)));

        var published = Path.Combine(copy, "published");
        using var publish = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    "publish",
                    Path.Combine(copy, "src/Wallet.Worker"),
                    "-c",
                    "Release",
                    "--use-current-runtime",
                    "--no-self-contained",
                    "-p:PublishReadyToRun=true",
                    "-v",
                    "quiet",
                    "-o",
                    published,
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? Path.Combine(published, "Wallet.Worker.dll")
            : throw new InvalidOperationException($"It could not be published.\n{output}");
    }

    private static void Copy(string file, string to)
    {
        var parts = file.Split(Path.DirectorySeparatorChar);
        if (parts.Contains("bin") || parts.Contains("obj"))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(file, to);
    }
}
