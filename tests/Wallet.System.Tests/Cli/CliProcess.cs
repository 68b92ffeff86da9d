using System.Text.Json;
using SystemTests.Parts;

namespace SystemTests.Cli;

/// <summary>The command line as its users have it: a process, its output and its exit code.</summary>
internal static class CliProcess
{
    public static string Program => Repository.Program("src/Wallet.Cli", "wallet");

    public static Dictionary<string, string> EnvironmentFor(int brokerPort) => new(StringComparer.Ordinal)
    {
        ["RabbitMq__Host"] = "127.0.0.1",
        ["RabbitMq__Port"] = $"{brokerPort}",
        ["RabbitMq__Username"] = DocumentedUsers.Cli,
        ["RabbitMq__Password"] = DocumentedUsers.Password,
    };

    public static ChildProcess Start(int brokerPort, params string[] arguments) =>
        ChildProcess.StartDotnet(Program, arguments, EnvironmentFor(brokerPort));

    /// <summary>Runs it to its end. Whatever it does, it shows no stack trace.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(int brokerPort, params string[] arguments)
    {
        await using var process = Start(brokerPort, arguments);
        var exitCode = await process.WaitForExitAsync();
        process.Output.ShouldNotContain("   at ");
        return (exitCode, process.Output);
    }

    /// <summary>Runs it with <c>--json</c>: whatever becomes of it, its output is one document.</summary>
    public static async Task<(int ExitCode, JsonElement Json)> RunJsonAsync(int brokerPort, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(brokerPort, [.. arguments, "--json"]);
        return (exitCode, JsonDocument.Parse(output).RootElement);
    }
}
