using SystemTests.Parts;

namespace SystemTests.Cli;

public sealed class PackTests
{
    [Fact]
    public async Task The_packed_tool_installs_into_a_folder_and_runs()
    {
        var folder = Directory.CreateTempSubdirectory("wallet-tool-");
        try
        {
            var (packages, tools) = (Path.Combine(folder.FullName, "packages"), Path.Combine(folder.FullName, "tools"));
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            await DotnetAsync(
                "pack",
                Path.Combine(Repository.Root, "src/Wallet.Cli"),
                "-c",
                configuration,
                "--no-build",
                "-o",
                packages,
                "-nodeReuse:false"
            );

            // A configuration without any other source, so that nothing is asked of the network.
            var config = Path.Combine(folder.FullName, "nuget.config");
            await File.WriteAllTextAsync(
                config,
                "<configuration><packageSources><clear /></packageSources></configuration>"
            );
            await DotnetAsync(
                "tool",
                "install",
                "wallet",
                "--tool-path",
                tools,
                "--add-source",
                packages,
                "--configfile",
                config
            );

            await using var wallet = ChildProcess.Start(
                Path.Combine(tools, "wallet"),
                ["get", $"{Guid.NewGuid()}", "--broker", "amqp://127.0.0.1:1"]
            );
            (await wallet.WaitForExitAsync()).ShouldBe(3);
            wallet.Output.ShouldStartWith("The broker at 127.0.0.1:1 cannot be reached");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        await using var dotnet = ChildProcess.Start(
            "dotnet",
            arguments,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["MSBUILDDISABLENODEREUSE"] = "1" }
        );
        (await dotnet.WaitForExitAsync(TimeSpan.FromMinutes(5))).ShouldBe(0, dotnet.Output);
    }
}
