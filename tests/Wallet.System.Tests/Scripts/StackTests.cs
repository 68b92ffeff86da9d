using System.Text.Json;
using SystemTests.Parts;

namespace SystemTests.Scripts;

/// <summary>
/// <c>./dev up</c> as a developer calls it, in a folder of its own. The programs are those that the tests have.
/// </summary>
public sealed class StackTests : IDisposable
{
    private static readonly string[] Programs = ["broker", "engine", "worker", "gateway"];

    private readonly DirectoryInfo _local = Directory.CreateTempSubdirectory("wallet-stack-");

    [Fact]
    public async Task Up_builds_what_it_runs_and_its_programs_hold_nothing_of_its_caller_s()
    {
        Directory.CreateSymbolicLink(Path.Combine(_local.FullName, "tools"), Path.Combine(Repository.Local, "tools"));
        await PutDotnetThatDoesNotBuildAsync();
        var held = Path.Combine(_local.FullName, "held");
        try
        {
            // The pipe ends when its last writer has closed it, so this returns only if no process holds it.
            await RunAsync("""exec 7>"$1"; "$0" up | cat >&2""", Path.Combine(Repository.Root, "dev"), held);

            foreach (var program in Programs)
            {
                var id = (await File.ReadAllTextAsync(Path.Combine(_local.FullName, "up", program + ".pid"))).Split(
                    ' '
                )[0];
                var files = new DirectoryInfo($"/proc/{id}/fd")
                    .EnumerateFileSystemInfos()
                    .Select(file => file.LinkTarget)
                    .ToList();
                files.Count.ShouldBeGreaterThan(3, program);
                files.ShouldNotContain(held, program);
            }

            var builds = await File.ReadAllTextAsync(Path.Combine(_local.FullName, "builds"));
            builds.ShouldStartWith("build eng/programs.slnf -p:RunAnalyzers=false -c Release");
            BuiltProjects().ShouldAllBe(project => project.StartsWith("src\\", StringComparison.Ordinal));
        }
        finally
        {
            await RunAsync("""exec "$0" down""", Path.Combine(Repository.Root, "dev"));
        }
    }

    private static IEnumerable<string> BuiltProjects()
    {
        using var filter = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "eng/programs.slnf")));
        var projects = filter.RootElement.GetProperty("solution").GetProperty("projects");
        return [.. projects.EnumerateArray().Select(project => project.GetString()!)];
    }

    public void Dispose() => _local.Delete(recursive: true);

    private async Task PutDotnetThatDoesNotBuildAsync()
    {
        var dotnet = Path.Combine(Directory.CreateDirectory(Path.Combine(_local.FullName, "bin")).FullName, "dotnet");
        await File.WriteAllTextAsync(dotnet, """
            #!/bin/sh
            if [ "$1" = build ]; then echo "$*" >>"$WALLET_LOCAL/builds"; exit; fi
            PATH="${PATH#*:}" exec dotnet "$@"
            """);
        await RunAsync("""chmod +x "$0" """, dotnet);
    }

    private async Task RunAsync(string script, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{_local.FullName}/bin:{Environment.GetEnvironmentVariable("PATH")}",
            ["WALLET_LOCAL"] = _local.FullName,
            ["WALLET_AMQP_PORT"] = $"{Ports.Free()}",
            ["WALLET_MANAGEMENT_PORT"] = $"{Ports.Free()}",
            ["WALLET_ENGINE_PORT"] = $"{Ports.Free()}",
            ["WALLET_HTTP_PORT"] = $"{Ports.Free()}",
        };
        await using var run = ChildProcess.Start("bash", ["-o", "pipefail", "-c", script, .. arguments], environment);
        (await run.WaitForExitAsync(TimeSpan.FromMinutes(3))).ShouldBe(0, run.Output);
    }
}
