using SystemTests.Parts;

namespace SystemTests.Gateway;

/// <summary>What the example of 2015 and docs/http.md show, run as it stands there.</summary>
[Collection(nameof(ProgramTests))]
public sealed class CurlTests(RunningGateway running) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task The_two_lines_of_2015_print_what_they_printed_then()
    {
        (
            await RunAsync(
                """curl --data "balance=123" http://localhost:5000/wallet/aa4d10c5-dd78-42ca-a077-3789b52ebbe3"""
            )
        ).ShouldBe("Updated\n");
        (await RunAsync("curl http://localhost:5000/wallet/aa4d10c5-dd78-42ca-a077-3789b52ebbe3")).ShouldBe("123\n");
    }

    [Fact]
    public async Task Every_example_of_docs_http_md_prints_what_stands_below_it()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "http.md"));
        var inExample = false;
        var examples = new List<(string Command, List<string> Printed)>();
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inExample = line == "```console";
            else if (inExample && line.StartsWith("$ ", StringComparison.Ordinal))
                examples.Add((line[2..], []));
            else if (inExample && examples[^1].Command.EndsWith('\\'))
                examples[^1] = (examples[^1].Command[..^1] + line.TrimStart(), []);
            else if (inExample)
                examples[^1].Printed.Add(line);
        }

        examples.Count.ShouldBeGreaterThan(10);
        foreach (var (command, printed) in examples)
        {
            var actual = (await RunAsync(command))
                .Replace("\r", "", StringComparison.Ordinal)
                .TrimEnd('\n')
                .Split('\n');
            actual.Length.ShouldBe(printed.Count, $"{command}\nprinted\n{string.Join('\n', actual)}");
            foreach (var (line, expected) in actual.Zip(printed))
                Matches(line, expected).ShouldBeTrue($"{command}\nprinted\n{line}\nwhere docs/http.md has\n{expected}");
        }
    }

    /// <summary>Whether a line is as expected, where … stands for anything.</summary>
    private static bool Matches(string line, string expected)
    {
        var parts = expected.Split('…');
        if (!line.StartsWith(parts[0], StringComparison.Ordinal) || !line.EndsWith(parts[^1], StringComparison.Ordinal))
            return false;

        var at = parts[0].Length;
        foreach (var part in parts[1..])
        {
            at = line.IndexOf(part, at, StringComparison.Ordinal);
            if (at < 0)
                return false;
            at += part.Length;
        }

        return parts.Length > 1 || line == expected;
    }

    /// <summary>Runs a line literally. Only where localhost:5000 leads is told to curl, by its settings file.</summary>
    private async Task<string> RunAsync(string line)
    {
        var home = Directory.CreateTempSubdirectory("wallet-curl-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(home.FullName, ".curlrc"),
                $"connect-to = \"localhost:5000:127.0.0.1:{running.Gateway.Port}\"\nsilent\nmax-time = 60\n"
            );
            var printed = Path.Combine(home.FullName, "printed");
            await using var shell = ChildProcess.Start(
                "bash",
                ["-c", $"{{ {line}\n}} >{printed}"],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["CURL_HOME"] = home.FullName }
            );
            (await shell.WaitForExitAsync()).ShouldBe(0, $"{line}\n{shell.Output}");
            // not the process's output, which is read by lines: the last newline counts
            return await File.ReadAllTextAsync(printed);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
