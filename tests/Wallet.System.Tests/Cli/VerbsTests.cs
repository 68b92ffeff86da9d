using System.Text.Json;
using SystemTests.Parts;

namespace SystemTests.Cli;

[Collection(nameof(ProgramTests))]
public sealed class VerbsTests(LocalServers servers, RunningWorker worker) : IClassFixture<RunningWorker>
{
    private readonly string _wallet = $"{Guid.NewGuid()}";
    private readonly string _other = $"{Guid.NewGuid()}";

    [Fact]
    public async Task Set_adjust_transfer_and_history_tell_one_story()
    {
        await ShouldSayAsync(
            0,
            $"Wallet {_wallet} is new, with balance 1250 at version 1.",
            "set",
            _wallet,
            "1250",
            "--overdraft",
            "100"
        );
        await ShouldSayAsync(
            0,
            $"Wallet {_wallet} now has balance -50 (was 1250) at version 2.",
            "adjust",
            _wallet,
            "-1300",
            "--expected-version",
            "1"
        );
        await ShouldSayAsync(
            2,
            $"Refused (WalletNotFound). There is no wallet {_other}. Make it with SetBalance first.",
            "adjust",
            _other,
            "1"
        );
        await ShouldSayAsync(
            0,
            $"Wallet {_other} is new, with balance 9223372036854775807 at version 1.",
            "set",
            _other,
            "9223372036854775807"
        );
        await ShouldSayAsync(
            0,
            $"Moved 7.\nWallet {_other} now has balance 9223372036854775800 (was 9223372036854775807) at version "
                + $"2.\nWallet {_wallet} now has balance -43 (was -50) at version 3.",
            "transfer", _other, _wallet, "7");

        var (exitCode, history) = await CliProcess.RunJsonAsync(servers.BrokerPort, "history", _wallet, "--limit", "2");
        exitCode.ShouldBe(0);
        history.GetProperty("answer").GetString().ShouldBe("HistoryResult");
        history
            .GetProperty("operations")
            .EnumerateArray()
            .Select(one => one.GetProperty("balance").GetInt64())
            .ShouldBe([1250, -50]);
        history.GetProperty("next").GetInt64().ShouldBe(2);
        var (_, rest) = await CliProcess.RunAsync(servers.BrokerPort, "history", _wallet, "--after", "2");
        rest.ShouldContain("version 3    +7 → -43");
        worker.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_operation_id_does_it_once()
    {
        string[] set = ["set", _wallet, "5", "--operation-id", $"{Guid.NewGuid()}"];

        (await CliProcess.RunAsync(servers.BrokerPort, set)).Output.ShouldEndWith("at version 1.");
        (await CliProcess.RunAsync(servers.BrokerPort, set)).Output.ShouldEndWith("at version 1.");
        (await CliProcess.RunAsync(servers.BrokerPort, "get", _wallet)).Output.ShouldBe(
            $"Wallet {_wallet} has balance 5 at version 1."
        );
    }

    [Theory]
    [InlineData("user-id is nobody, but takes a UUID such as", "get", "nobody")]
    [InlineData("user-id is nobody, but takes a UUID such as", "watch", "nobody")]
    [InlineData("all-zero UUID", "watch", "00000000-0000-0000-0000-000000000000")]
    [InlineData("--count is x, but takes a whole number from 1.", "watch", "--count", "x")]
    [InlineData("--wallet is x, but takes a UUID such as", "errors", "list", "--wallet", "x")]
    [InlineData("from is nobody, but takes a UUID such as", "transfer", "nobody", "nobody", "5")]
    [InlineData("to is 5, but takes a UUID such as", "transfer", "WALLET", "5")]
    [InlineData(
        "balance is 1.5, but takes a whole number from -9223372036854775808 to 9223372036854775807.",
        "set",
        "WALLET",
        "1.5"
    )]
    [InlineData("--operation-id is mine, but takes a UUID such as", "adjust", "WALLET", "5", "--operation-id", "mine")]
    [InlineData("--timeout is soon, but takes a number of seconds from 0.1 to", "get", "WALLET", "--timeout", "soon")]
    [InlineData("--limit is few, but takes a count from 1 to 10000.", "errors", "list", "--limit", "few")]
    [InlineData("wallet has no verb 'gte'. It has get, set,", "gte", "WALLET")]
    [InlineData("wallet has no verb 'frobnicate'. It has get, set,", "frobnicate")]
    [InlineData(
        "wallet errors has no verb 'frobnicate'. It has list, summary, show, replay or drop.",
        "errors",
        "frobnicate"
    )]
    [InlineData("wallet get has no option '--frobnicate'.", "get", "WALLET", "--frobnicate")]
    [InlineData("'5' is more than wallet get takes.", "get", "WALLET", "5")]
    [InlineData("balance is missing.", "set", "WALLET")]
    [InlineData("--timeout needs a value.", "get", "WALLET", "--timeout")]
    [InlineData("--older-than is soon, but takes a time above zero such as", "errors", "list", "--older-than", "soon")]
    [InlineData("--expected-version is -1", "set", "WALLET", "1", "--expected-version", "-1")]
    [InlineData("all-zero UUID", "get", "00000000-0000-0000-0000-000000000000")]
    [InlineData("amount is 0", "adjust", "WALLET", "0")]
    [InlineData("amount is -5", "transfer", "WALLET", "0f8fad5b-d9cb-469f-a165-70867728950e", "-5")]
    [InlineData("the same wallet", "transfer", "WALLET", "WALLET", "5")]
    [InlineData("9223372036854775808", "set", "WALLET", "9223372036854775808")]
    [InlineData("--limit is 101", "history", "WALLET", "--limit", "101")]
    [InlineData("--mix is drop=1", "load", "--mix", "drop=1")]
    [InlineData("Give either the id of a message", "errors", "replay")]
    [InlineData("--queue is elsewhere", "errors", "list", "--queue", "elsewhere")]
    [InlineData("--broker takes an address", "get", "WALLET", "--broker", "http://ann:sesame@host")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_sent(string words, params string[] arguments)
    {
        var (exitCode, output) = await CliProcess.RunAsync(
            servers.BrokerPort,
            [.. arguments.Select(one => one.Replace("WALLET", _wallet, StringComparison.Ordinal))]
        );

        exitCode.ShouldBe(1);
        output.ShouldContain(words);
        output.Split('\n').Length.ShouldBe(2, output); // what is wrong, and where to look
        output.ShouldNotContain("sesame");
    }

    [Theory]
    [InlineData(
        "user-id is nobody, but takes a UUID such as",
        "wallet get --help shows what it takes.",
        "get",
        "nobody"
    )]
    [InlineData(
        "wallet errors needs list, summary, show, replay or drop.",
        "wallet errors --help shows what it takes.",
        "errors"
    )]
    public async Task What_makes_no_sense_is_JSON_too_where_JSON_is_asked_for(
        string problem,
        string remedy,
        params string[] arguments
    )
    {
        var (exitCode, json) = await CliProcess.RunJsonAsync(servers.BrokerPort, arguments);

        exitCode.ShouldBe(1);
        (json.GetProperty("answer").GetString(), json.GetProperty("exitCode").GetInt32()).ShouldBe(("Error", 1));
        json.GetProperty("problem").GetString().ShouldNotBeNull().ShouldStartWith(problem);
        json.GetProperty("remedy").GetString().ShouldBe(remedy);
    }

    [Fact]
    public async Task Without_a_verb_it_shows_its_verbs()
    {
        var (exitCode, output) = await CliProcess.RunAsync(servers.BrokerPort);

        exitCode.ShouldBe(1);
        output.ShouldContain("Sets a wallet's balance.");
    }

    [Fact]
    public async Task Watch_shows_the_events_of_one_wallet()
    {
        await using var watch = CliProcess.Start(servers.BrokerPort, "watch", _wallet, "--count", "2", "--json");
        await Eventually.IsTrueAsync(
            () => watch.Output.Contains("Watching", StringComparison.Ordinal),
            "the subscription"
        );
        await CliProcess.RunAsync(servers.BrokerPort, "set", _other, "1");
        await CliProcess.RunAsync(servers.BrokerPort, "set", _wallet, "5");
        await CliProcess.RunAsync(servers.BrokerPort, "adjust", _wallet, "2");

        (await watch.WaitForExitAsync()).ShouldBe(0);

        var events = watch
            .Output.Split('\n')
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        events.Select(one => one.GetProperty("mark").GetString()).ShouldBe(["next", "next"]);
        events.Select(one => one.GetProperty("event").GetProperty("balance").GetInt64()).ShouldBe([5, 7]);
    }

    [Fact]
    public async Task An_interrupted_watch_ends_with_130()
    {
        await using var watch = CliProcess.Start(servers.BrokerPort, "watch");
        await Eventually.IsTrueAsync(
            () => watch.Output.Contains("Watching every wallet", StringComparison.Ordinal),
            "the subscription"
        );

        watch.Terminate();

        (await watch.WaitForExitAsync()).ShouldBe(130);
    }

    [Theory]
    [InlineData("--rate", "200")]
    [InlineData("--in-flight", "4")]
    public async Task Load_answers_every_request_and_counts_them_by_verb(string option, string value)
    {
        var (exitCode, report) = await CliProcess.RunJsonAsync(
            servers.BrokerPort,
            "load",
            "--count",
            "100",
            "--mix",
            "set=1,get=1,adjust=1,transfer=1",
            "--wallets",
            "5",
            "--seed",
            "7",
            option,
            value
        );

        exitCode.ShouldBe(0);
        (report.GetProperty("sent").GetInt64(), report.GetProperty("answered").GetInt64()).ShouldBe((100, 100));
        report
            .GetProperty("latencyByVerb")
            .EnumerateObject()
            .Sum(verb => verb.Value.GetProperty("count").GetInt64())
            .ShouldBe(100);
        report
            .GetProperty("latencyByVerb")
            .EnumerateObject()
            .Select(verb => verb.Name)
            .ShouldBe(["set", "get", "adjust", "transfer"]);
        var latency = report.GetProperty("latency");
        latency.GetProperty("p50Ms").GetDouble().ShouldBeInRange(0.01, latency.GetProperty("p99Ms").GetDouble());
        latency.GetProperty("p99Ms").GetDouble().ShouldBeLessThanOrEqualTo(latency.GetProperty("maxMs").GetDouble());
    }

    [Fact]
    public async Task Colour_is_for_terminals_and_not_where_NO_COLOR_is_set()
    {
        const string green = "\u001b[38;5;2m";
        (await CliProcess.RunAsync(servers.BrokerPort, "errors", "list")).Output.ShouldNotContain("\u001b");
        (await OnTerminalAsync()).ShouldContain(green);
        (await OnTerminalAsync(("NO_COLOR", "1"))).ShouldNotContain(green);

        // `script` gives its command a terminal.
        async Task<string> OnTerminalAsync(params (string Key, string Value)[] more)
        {
            var environment = CliProcess.EnvironmentFor(servers.BrokerPort);
            environment["TERM"] = "xterm-256color";
            foreach (var (key, value) in more)
                environment[key] = value;
            await using var script = ChildProcess.Start(
                "script",
                ["-qec", $"dotnet {CliProcess.Program} doctor", "/dev/null"],
                environment
            );
            await script.WaitForExitAsync();
            script.Output.ShouldContain("lets us in");
            return script.Output;
        }
    }

    [Theory]
    [InlineData]
    [InlineData("set")]
    [InlineData("errors", "replay")]
    [InlineData("load")]
    public async Task Help_is_there_for_every_verb(params string[] verb)
    {
        var (exitCode, output) = await CliProcess.RunAsync(servers.BrokerPort, [.. verb, "--help"]);

        exitCode.ShouldBe(0);
        output.ShouldContain("--json");
        if (verb.Length == 0)
            output.ShouldContain("Exit codes: 0 done, 1 not understood, 2 refused or not found, 3 no answer");
    }

    private async Task ShouldSayAsync(int exitCode, string words, params string[] arguments) =>
        (await CliProcess.RunAsync(servers.BrokerPort, arguments)).ShouldBe((exitCode, words));
}
