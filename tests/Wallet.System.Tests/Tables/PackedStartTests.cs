using SystemTests.Parts;

namespace SystemTests.Tables;

/// <summary>
/// The whole programs of docs/tables.md and of the package's README, taken from these pages as a reader would, compiled
/// against the packed package, and run.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class PackedStartTests(Engines engines)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <AssemblyName>start</AssemblyName>
          </PropertyGroup>
          <ItemGroup><PackageReference Include="TypedTables" Version="*" /></ItemGroup>
        </Project>
        """;

    private static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");

    [Fact]
    public async Task The_pages_whole_programs_compile_against_the_package_and_run()
    {
        var folder = Directory.CreateTempSubdirectory("wallet-start-");
        try
        {
            var packages = Path.Combine(folder.FullName, "packages");
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            var library = Path.Combine(Repository.Root, "src/TypedTables");
            await DotnetAsync("pack", library, "-c", configuration, "--no-build", "-o", packages);

            var start = Pieces("docs/tables.md").Take(2).ToArray(); // Entries.cs and Program.cs
            var output = await RunAsync(folder.FullName, "page", packages, start);
            output.ShouldStartWith("Entry { Wallet = ");
            output.ShouldContain("Amount = 12.5");

            var readme = Pieces("src/TypedTables/README.md")[0].Replace(
                "TableClientOptions()", "TableClientOptions { Endpoint = new Uri(args[0]) }", StringComparison.Ordinal);
            (await RunAsync(folder.FullName, "readme", packages, readme)).ShouldBe("There is no such wallet.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Pieces(string page) =>
    [
        .. File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n")
            .Split("```csharp\n").Skip(1).Select(piece => piece.Split("```")[0]),
    ];

    private async Task<string> RunAsync(string folder, string name, string packages, params string[] files)
    {
        var project = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(project, "start.csproj"), Project);
        for (var i = 0; i < files.Length; i++)
            await File.WriteAllTextAsync(Path.Combine(project, $"File{i}.cs"), files[i]);

        // The package comes from the folder, and is not left among this machine's packages. What it needs is there,
        // since this repository was built.
        await DotnetAsync(
            "build",
            project,
            "--source",
            packages,
            $"-p:RestorePackagesPath={folder}/restored",
            $"-p:RestoreFallbackFolders={Packages}");
        await using var program = ChildProcess.StartDotnet(
            Path.Combine(project, "bin/Debug/net10.0/start.dll"), [engines.Endpoint(Engines.Embedded).AbsoluteUri]);
        (await program.WaitForExitAsync()).ShouldBe(0, program.Output);
        return program.Output;
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MSBUILDDISABLENODEREUSE"] = "1" };
        await using var dotnet = ChildProcess.Start(
            "dotnet",
            [.. arguments, "-p:UseSharedCompilation=false"],
            environment
        );
        (await dotnet.WaitForExitAsync(TimeSpan.FromMinutes(5))).ShouldBe(0, dotnet.Output);
    }
}
