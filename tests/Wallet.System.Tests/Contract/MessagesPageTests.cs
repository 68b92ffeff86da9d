using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Contract;

/// <summary>
/// The table of bad messages in docs/messages.md, row by row, sent to a running worker and shown to the schemas.
/// </summary>
[Collection(nameof(TrafficTests))]
public sealed partial class MessagesPageTests(LocalServers servers, RunningWorker worker) : IClassFixture<RunningWorker>
{
    private readonly Guid _wallet = Guid.NewGuid();
    private readonly Guid _full = Guid.NewGuid();
    private readonly Guid _done = Guid.NewGuid();

    [Fact]
    public async Task Every_bad_message_of_the_page_is_answered_as_the_page_says()
    {
        var rows = Rows();
        rows.Count.ShouldBeGreaterThan(40);
        await using var bus = await BusClient.ConnectAsync(servers);
        await bus.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance
            {
                UserId = _wallet,
                Balance = 100,
                OperationId = _done,
            }
        );
        await bus.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance
            {
                UserId = _full,
                Balance = long.MaxValue,
                OperationId = Guid.NewGuid(),
            }
        );

        var answers = await AskAsync(rows);

        var wrong = rows.Zip(answers)
            .Where(one =>
                one.First.Answer != one.Second.Type
                || !one.Second.Text.Contains(one.First.Part, StringComparison.Ordinal)
            );
        wrong
            .Select(one => $"{one.First.Message} {one.First.Body}\n  {one.Second.Type}: {one.Second.Text}")
            .ShouldBeEmpty();
        var (wallet, full) = (await BalanceAsync(bus, _wallet), await BalanceAsync(bus, _full));
        (wallet.Balance, wallet.Version, full.Balance, full.Version).ShouldBe((100, 1, long.MaxValue, 1));
        worker.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task The_schemas_refuse_what_the_page_says_they_refuse()
    {
        var rows = Rows().Where(row => row.Schema != "no JSON").ToList();

        var (_, faults) = await ContractTools.CheckAsync([
            .. rows.Select(row => new ContractMessage(row.Message, row.Body)),
        ]);

        rows.Zip(faults).Where(one => (one.First.Schema == "refuses") != (one.Second is not null)).ShouldBeEmpty();
    }

    private async Task<List<(string Type, string Text)>> AskAsync(List<Row> rows)
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        for (var row = 0; row < rows.Count; row++)
        {
            var properties = new BasicProperties { ReplyTo = queue, CorrelationId = $"{row}" };
            await channel.BasicPublishAsync(
                $"Wallet.Contracts:{rows[row].Message}",
                "",
                mandatory: true,
                properties,
                Encoding.UTF8.GetBytes(rows[row].Body)
            );
        }

        var answers = new SortedDictionary<int, (string, string)>();
        while (answers.Count < rows.Count)
        {
            var answer = await Eventually.GetAsync(() => channel.BasicGetAsync(queue, autoAck: true), "an answer");
            var text = Encoding.UTF8.GetString(answer.Body.Span);
            using var json = JsonDocument.Parse(text);
            // What a person reads, as the person reads it: without JSON's escapes.
            var said =
                answer.BasicProperties.Type == nameof(RequestFailed)
                    ? json.RootElement.GetProperty("message").GetString()!
                    : text;
            answers.Add(
                int.Parse(answer.BasicProperties.CorrelationId!, CultureInfo.InvariantCulture),
                (answer.BasicProperties.Type!, said)
            );
        }

        return [.. answers.Values];
    }

    private static Task<BalanceResult> BalanceAsync(BusClient bus, Guid userId) =>
        bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId });

    private List<Row> Rows() => [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "messages.md"))
        .Select(line => RowPattern().Match(line))
        .Where(match => match.Success)
        .Select(match => RowOf(match, nobody: $"{Guid.NewGuid()}"))];

    private Row RowOf(Match match, string nobody) => new(
        match.Groups["message"].Value,
        Filled(match.Groups["body"].Value, nobody),
        match.Groups["answer"].Value,
        Filled(match.Groups["part"].Value, nobody),
        match.Groups["schema"].Value);

    private string Filled(string text, string nobody) => text
        .Replace("WALLET", $"{_wallet}", StringComparison.Ordinal)
        .Replace("FULL", $"{_full}", StringComparison.Ordinal)
        .Replace("DONE", $"{_done}", StringComparison.Ordinal)
        .Replace("NOBODY", nobody, StringComparison.Ordinal)
        .Replace("NEW", $"{Guid.NewGuid()}", StringComparison.Ordinal);

    [GeneratedRegex(
        "^\\| `(?<message>\\w+)` \\| `(?<body>.*)` \\| `(?<answer>\\w+)` \\| `(?<part>.*)` \\| (?<schema>refuses|lets "
            + "pass|no JSON) \\|$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex RowPattern();

    private sealed record Row(string Message, string Body, string Answer, string Part, string Schema);
}
