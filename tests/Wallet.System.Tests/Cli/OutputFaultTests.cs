using SystemTests.Parts;

namespace SystemTests.Cli;

/// <summary>
/// A full disk, a reader that is gone, closed descriptors: none of them may look like a write that failed.
/// </summary>
[Collection(nameof(ProgramTests))]
public sealed class OutputFaultTests(LocalServers servers, RunningWorker worker) : IClassFixture<RunningWorker>
{
    private readonly string _wallet = $"{Guid.NewGuid()}";
    private readonly string _operation = $"{Guid.NewGuid()}";

    [Theory]
    [InlineData(">/dev/full", "No space left on device")]
    [InlineData("--json >/dev/full", "No space left on device")]
    [InlineData("| head -0", "Broken pipe")]
    [InlineData("--json | head -0", "Broken pipe")]
    [InlineData(">&-", "standard output is closed")]
    [InlineData("<&- >&-", "standard output is closed")]
    [InlineData(">/dev/full 2>&-", "")]
    [InlineData("<&- >&- 2>&-", "")]
    [InlineData(">/dev/full 2>/dev/full", "")]
    public async Task A_write_that_was_carried_out_never_looks_failed_whatever_becomes_of_its_output(
        string redirection,
        string fault
    )
    {
        await CliProcess.RunAsync(servers.BrokerPort, "set", _wallet, "10");

        var (exitCode, output) = await ShellAsync(
            $"wallet adjust {_wallet} 5 --operation-id {_operation} {redirection}"
        );

        exitCode.ShouldBe(5, output);
        if (fault.Length > 0)
            output.ShouldStartWith(
                $"Operation {_operation} was carried out; only its answer could not be written: {fault}."
            );
        (
            await CliProcess.RunAsync(servers.BrokerPort, "adjust", _wallet, "5", "--operation-id", _operation)
        ).Output.ShouldEndWith("(was 10) at version 2.");
        worker.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task An_operation_without_an_id_of_the_callers_is_named_by_the_one_it_got()
    {
        await CliProcess.RunAsync(servers.BrokerPort, "set", _wallet, "10");

        var (_, output) = await ShellAsync($"wallet adjust {_wallet} 5 >/dev/full");

        var id = output.Split(' ')[1];
        Guid.TryParse(id, out _).ShouldBeTrue(output);
        (await CliProcess.RunAsync(servers.BrokerPort, "history", _wallet)).Output.ShouldContain($"operation {id}");
    }

    [Fact]
    public async Task A_refusal_keeps_its_exit_code_and_is_said_to_be_one()
    {
        var (exitCode, output) = await ShellAsync($"wallet adjust {_wallet} 5 --operation-id {_operation} >/dev/full");

        exitCode.ShouldBe(2);
        output.ShouldStartWith(
            $"Operation {_operation} was refused; only its answer could not be written: No space left on device."
        );
    }

    [Theory]
    [InlineData("wallet get WALLET >/dev/full", 5, "The output could not be written: No space left on device.")]
    [InlineData("wallet get WALLET | head -0", 5, "")]
    [InlineData("wallet doctor --json >/dev/full", 5, "The output could not be written: No space left on device.")]
    [InlineData("wallet errors list >/dev/full", 5, "The output could not be written: No space left on device.")]
    [InlineData(
        "wallet load --count 5 --wallets 2 >/dev/full",
        5,
        "The output could not be written: No space left on device."
    )]
    [InlineData("wallet --help >/dev/full", 5, "The output could not be written: No space left on device.")]
    [InlineData(
        "wallet get WALLET --timeout 0.1 --broker amqp://127.0.0.1:1 --json >/dev/full",
        3,
        "The broker at 127.0.0.1:1 cannot be reached"
    )]
    [InlineData("wallet get nobody --json >/dev/full", 1, "user-id is nobody")]
    [InlineData("wallet get nobody <&- >&- 2>&-", 1, "")]
    public async Task Every_verb_has_one_line_and_an_exit_code_for_it(string command, int expected, string words)
    {
        await CliProcess.RunAsync(servers.BrokerPort, "set", _wallet, "10");

        var (exitCode, output) = await ShellAsync(command.Replace("WALLET", _wallet, StringComparison.Ordinal));

        (exitCode, output.Split('\n')[0]).ShouldSatisfyAllConditions(
            it => it.exitCode.ShouldBe(expected, output),
            it => it.Item2.ShouldStartWith(words)
        );
        if (words.Length == 0)
            output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_watch_ends_when_its_reader_has_seen_enough()
    {
        await using var watch = StartShell("wallet watch --json | head -1");
        await Eventually.IsTrueAsync(
            () => watch.Output.Contains("Watching", StringComparison.Ordinal),
            "the subscription"
        );
        await CliProcess.RunAsync(servers.BrokerPort, "set", _wallet, "5");

        (await watch.WaitForExitAsync()).ShouldBe(0);
        watch.Output.ShouldContain("\"mark\":\"next\"");
    }

    [Fact]
    public async Task Without_an_answer_the_operation_is_named_and_so_it_is_when_it_is_interrupted()
    {
        await using var broker = new BrokerPart(); // without a worker
        await broker.StartAsync();

        var (exitCode, json) = await CliProcess.RunJsonAsync(broker.Port, "set", _wallet, "5", "--timeout", "1");
        exitCode.ShouldBe(3);
        json.GetProperty("problem")
            .GetString()
            .ShouldNotBeNull()
            .ShouldContain("No answer came within 1 s. Operation ");
        json.GetProperty("problem")
            .GetString()
            .ShouldNotBeNull()
            .ShouldEndWith($"add --operation-id {json.GetProperty("operationId").GetGuid()}.");

        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        await channel.QueueBindAsync(queue, "Wallet.Contracts:SetBalance", "");
        await using var interrupted = CliProcess.Start(
            broker.Port,
            "set",
            _wallet,
            "5",
            "--operation-id",
            _operation,
            "--timeout",
            "60"
        );
        await Eventually.IsTrueAsync(
            async () => await channel.MessageCountAsync(queue) > 0,
            "the operation to be sent"
        );
        interrupted.Terminate();
        (await interrupted.WaitForExitAsync()).ShouldBe(130);
        interrupted.Output.ShouldStartWith(
            $"Interrupted before the answer came. Operation {_operation} may have been carried out all the same."
        );

        await channel.QueuePurgeAsync(queue);
        await using var lost = CliProcess.Start(
            broker.Port,
            "set",
            _wallet,
            "5",
            "--operation-id",
            _operation,
            "--timeout",
            "5"
        );
        await Eventually.IsTrueAsync(
            async () => await channel.MessageCountAsync(queue) > 0,
            "the operation to be sent"
        );
        await broker.KillAsync();
        (await lost.WaitForExitAsync()).ShouldBe(3);
        lost.Output.ShouldContain($"Operation {_operation} may have been carried out all the same.");
    }

    /// <summary>By way of a shell: its exit code is that of the tool, which is called <c>wallet</c>.</summary>
    private async Task<(int ExitCode, string Output)> ShellAsync(string command)
    {
        await using var shell = StartShell(command);
        var exitCode = await shell.WaitForExitAsync();
        shell.Output.ShouldNotContain("   at ");
        return (exitCode, shell.Output);
    }

    private ChildProcess StartShell(string command) =>
        ChildProcess.Start(
            "bash",
            ["-c", $"wallet() {{ dotnet \"{CliProcess.Program}\" \"$@\"; }}; {command}; exit ${{PIPESTATUS[0]}}"],
            CliProcess.EnvironmentFor(servers.BrokerPort)
        );
}
