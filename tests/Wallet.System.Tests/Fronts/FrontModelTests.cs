using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Front;
using SystemTests.Parts;
using static SystemTests.Fronts.FrontUnderTest;

namespace SystemTests.Fronts;

/// <summary>Delays and counts.</summary>
[Collection(nameof(TableTests))]
public sealed class FrontModelTests(Engines engines)
{
    [Theory]
    [InlineData("GetItem", """{"TableName":"t","Key":{}}""", 5, 19)]
    [InlineData("PutItem", """{"TableName":"t","Item":{}}""", 7.6, 28.9)]
    [InlineData(
        "TransactWriteItems",
        """{"TransactItems":[{"Put":{"TableName":"t","Item":{}}},{"Put":{"TableName":"t","Item":{}}}]}""",
        25.68,
        95.68
    )]
    public void Delays_have_the_median_and_the_99th_percentile_that_the_page_says_and_follow_from_the_seed(
        string operation,
        string body,
        double median,
        double percentile99
    )
    {
        using var json = JsonDocument.Parse(body);
        var call = new Call(operation, Region, "", [], json.RootElement);

        var delays = Drawn(1);

        Quantile(delays, 0.5).ShouldBe(median, tolerance: median * 0.03);
        Quantile(delays, 0.99).ShouldBe(percentile99, tolerance: percentile99 * 0.06);
        Drawn(1).ShouldBe(delays);

        List<double> Drawn(int seed)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, 20_000).Select(_ => new LatencyModel().Of(call, random).TotalMilliseconds)];
        }

        static double Quantile(List<double> values, double share) =>
            values.Order().ElementAt((int)(values.Count * share));
    }

    [Fact]
    public async Task A_call_takes_its_time()
    {
        var slow = new LatencyModel
        {
            Read = TimeSpan.FromMilliseconds(300),
            Transaction = TimeSpan.FromSeconds(1),
            Transaction99 = TimeSpan.FromSeconds(1.001),
        };
        await using var front = await StartAsync(engines, new AwsFrontOptions { Latency = slow });
        await front.PutAsync("a");
        var watch = Stopwatch.StartNew();

        await front.GetAsync("a");

        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(290));
    }

    [Fact]
    public async Task Counts_are_what_AWS_would_bill()
    {
        await using var front = await StartAsync(engines, new AwsFrontOptions());
        await front.PutAsync("a", "me"); // one unit of the table, one of the index
        await front.PutAsync("b"); // the index does not have it
        await front.PutAsync("new-c", bytes: 1500); // two
        await front.TransactAsync(null, "d", "e"); // two each
        await Should.ThrowAsync<Amazon.DynamoDBv2.Model.TransactionCanceledException>(
            front.TransactAsync(null, "d", "new-c")
        ); // is billed as well
        await front.Client.TransactWriteItemsAsync(
            new()
            {
                TransactItems =
                [
                    new()
                    {
                        Put = new() { TableName = front.Table, Item = Item("f", "me") },
                    },
                ], // two, and of the index one or two
            }
        );
        await front.GetAsync("a"); // one
        await front.GetAsync("absent"); // one
        await front.QueryAsync("me"); // half a unit

        using var http = new HttpClient { BaseAddress = front.Front.Endpoint };
        var report = (await http.GetFromJsonAsync<FrontReport>("/front/counts"))!;

        report.Requests.ShouldBe(
            new Dictionary<string, long>
            {
                ["PutItem"] = 3,
                ["TransactWriteItems"] = 3,
                ["GetItem"] = 2,
                ["Query"] = 1,
            },
            ignoreOrder: true
        );
        report.Refused.ShouldBe(new Dictionary<string, long> { ["TransactionCanceledException"] = 1 });
        report.Reasons.ShouldBe(new Dictionary<string, long> { ["ConditionalCheckFailed"] = 1 });
        report.Units.ShouldBe(
            new Dictionary<string, UnitCount>
            {
                [front.Resource] = new(Read: 2, Write: 4 + 4 + 4 + 2, WriteIfTwo: 4 + 4 + 4 + 2),
                [$"{front.Resource}/index/{FrontUnderTest.Index}"] = new(Read: 0.5, Write: 2, WriteIfTwo: 3),
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task A_front_that_is_a_process_serves_what_its_arguments_say_and_can_be_told()
    {
        await using var process = ChildProcess.StartDotnet(
            Repository.Program("tests/AwsFront", "AwsFront"),
            [
                "--engine",
                $"{engines.Endpoint(Engines.Embedded)}",
                "--urls",
                $"http://127.0.0.1:{Ports.Free()}",
                "--seed",
                "3",
                "--all",
                "--key",
                "AKIAOFTHETESTONLY000=secret",
            ]
        );
        await Eventually.IsTrueAsync(
            () => process.Output.Contains("listening on", StringComparison.Ordinal),
            "the front to listen"
        );
        var endpoint = new Uri(process.Output.Split("listening on ")[1].Trim());
        using var client = new Amazon.DynamoDBv2.AmazonDynamoDBClient(
            new Amazon.Runtime.BasicAWSCredentials("AKIAOFTHETESTONLY000", "secret"),
            new Amazon.DynamoDBv2.AmazonDynamoDBConfig
            {
                ServiceURL = endpoint.ToString(),
                AuthenticationRegion = Region,
                MaxErrorRetry = 0,
            }
        );
        using var http = new HttpClient { BaseAddress = endpoint };

        await client.ListTablesAsync();
        await http.PostAsync("/front/deny/dynamodb:ListTables", null);
        (
            await Should.ThrowAsync<Amazon.DynamoDBv2.AmazonDynamoDBException>(client.ListTablesAsync())
        ).ErrorCode.ShouldBe("AccessDeniedException");
        await http.PostAsync("/front/allow/dynamodb:ListTables", null);
        await client.ListTablesAsync();

        (await http.GetFromJsonAsync<FrontReport>("/front/counts"))!.Requests["ListTables"].ShouldBe(3);
    }
}
