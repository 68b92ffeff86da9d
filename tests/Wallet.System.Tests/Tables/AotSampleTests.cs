using System.Runtime.InteropServices;
using SystemTests.Parts;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class AotSampleTests(Engines engines)
{
    [Fact]
    public async Task The_sample_compiles_ahead_of_time_without_a_warning_and_runs()
    {
        var folder = Directory.CreateTempSubdirectory("wallet-aot-");
        try
        {
            // A copy, because the checkout must not change under the other tests: publishing touches lock files and
            // outputs.
            var copy = Path.Combine(folder.FullName, "copy");
            Copy("src/TypedTables", copy);
            Copy("samples/aot", copy);
            foreach (
                var file in (string[])
                    [
                        "Directory.Build.props",
                        "Directory.Packages.props",
                        "BannedSymbols.txt",
                        ".editorconfig",
                        "global.json",
                    ]
            )
                File.Copy(Path.Combine(Repository.Root, file), Path.Combine(copy, file));

            await using var publish = ChildProcess.Start(
                "dotnet",
                [
                    "publish",
                    Path.Combine(copy, "samples", "aot"),
                    "-c",
                    "Release",
                    "-r",
                    RuntimeInformation.RuntimeIdentifier,
                    "-o",
                    Path.Combine(folder.FullName, "out"),
                    "-nodeReuse:false",
                    "-p:UseSharedCompilation=false",
                ]
            );
            (await publish.WaitForExitAsync(TimeSpan.FromMinutes(5))).ShouldBe(0, publish.Output);
            publish.Output.ShouldNotContain("warning IL");

            await using var sample = ChildProcess.Start(
                Path.Combine(folder.FullName, "out", "ledger"),
                [engines.Endpoint(Engines.Embedded).ToString()]
            );
            (await sample.WaitForExitAsync()).ShouldBe(0, sample.Output);
            sample.Output.ShouldBe("""
                applied False, stored 1.25
                5 Credit 6.25 1970-01-06 aot
                4 Debit 5 1970-01-05 aot
                3 Credit 3.75 1970-01-04 aot
                """.ReplaceLineEndings("\n"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Copy(string project, string to)
    {
        var source = Path.Combine(Repository.Root, project);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            if (relative.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj")
                continue;

            var target = Path.Combine(to, project, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
