using System.Text;
using RabbitMQ.Client;
using SystemTests.Parts;
using SystemTests.Worker;

namespace SystemTests.Contract;

/// <summary>
/// The committed contract, checked by the tools that integrators use, and messages of all tests checked by the
/// contract.
/// </summary>
[Collection(nameof(TrafficTests))]
public sealed class ContractTests(LocalServers servers, RunningWorker worker) : IClassFixture<RunningWorker>
{
    [Fact]
    public async Task The_AsyncAPI_document_passes_its_own_parser_and_every_example_its_schema()
    {
        var approved = Directory
            .GetFiles(Path.Combine(Repository.Root, "tests", "Wallet.Worker.Tests", "Approved"), "*.json")
            .Where(file => !Path.GetFileName(file).StartsWith("stored-", StringComparison.Ordinal))
            .Select(file => new ContractMessage(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))
            .ToList();
        approved.Count.ShouldBeGreaterThan(7);

        var (asyncApi, faults) = await ContractTools.CheckAsync(approved);

        asyncApi.ShouldBeEmpty();
        faults.ShouldAllBe(fault => fault == null);
    }

    [Fact]
    public async Task What_the_worker_refuses_the_schema_refuses()
    {
        // A schema cannot say that a message id may stand for the operation's, nor see what a JSON parser has made of
        // digits and doubles.
        string[] unsayable =
        [
            "there 2 times",
            "and the message has no id",
            "it cannot be read",
            "is 1e3",
            "9223372036854775808",
            "9223372036854775809",
            "is an envelope",
        ];
        var bad = BadMessageTests
            .Bodies.Where(row =>
                row.Data.Item1.Length > 0
                && !unsayable.Any(part => row.Data.Item2.Contains(part, StringComparison.Ordinal))
            )
            .Select(row => new ContractMessage(
                "SetBalance",
                row.Data.Item1.Replace("USER", $"{Guid.NewGuid()}", StringComparison.Ordinal)
            ))
            .ToList();
        bad.Count.ShouldBeGreaterThan(12);

        var (_, faults) = await ContractTools.CheckAsync(bad);

        bad.Zip(faults).Where(one => one.Second is null).ShouldBeEmpty("these pass the schema");
    }

    [Fact]
    public async Task What_the_worker_answers_is_what_the_schemas_say()
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        var requests = AmqpReplyTests.Requests.Select(row => (Exchange: row.Data.Item1, Body: row.Data.Item2)).ToList();
        foreach (var (exchange, body) in requests)
        {
            var text = body.Replace("USER", $"{Guid.NewGuid()}", StringComparison.Ordinal)
                .Replace("OPERATION", $"{Guid.NewGuid()}", StringComparison.Ordinal);
            await channel.BasicPublishAsync(
                $"Wallet.Contracts:{exchange}",
                "",
                mandatory: true,
                new BasicProperties { ReplyTo = queue },
                Encoding.UTF8.GetBytes(text)
            );
        }

        var answers = new List<ContractMessage>();
        while (answers.Count < requests.Count)
        {
            var answer = await Eventually.GetAsync(() => channel.BasicGetAsync(queue, autoAck: true), "an answer");
            answers.Add(new ContractMessage(answer.BasicProperties.Type!, Encoding.UTF8.GetString(answer.Body.Span)));
        }

        var (_, faults) = await ContractTools.CheckAsync(answers);

        faults.ShouldAllBe(fault => fault == null);
        answers.Select(answer => answer.Schema).Distinct().Count().ShouldBeGreaterThan(4);
        worker.HasExited.ShouldBeFalse();
    }
}
