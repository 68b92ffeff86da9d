using Amazon.DynamoDBv2.Model;
using Front;
using SystemTests.Parts;
using static SystemTests.Fronts.FrontUnderTest;

namespace SystemTests.Fronts;

/// <summary>Buckets that are filled so slowly that no test can outlast them.</summary>
[Collection(nameof(TableTests))]
public sealed class FrontCapacityTests(Engines engines)
{
    /// <summary>Holds more than one unit and less than two, hours after it was empty.</summary>
    private static readonly CapacityLimits One = new(Writes: 1.5, Reads: 1.5);

    [Fact]
    public async Task A_partition_key_of_a_table_that_is_out_of_units_throttles_alone()
    {
        await using var front = await StartAsync(
            engines,
            new AwsFrontOptions { Capacity = new CapacityLimits(Writes: 3, Reads: 3) }
        );

        var puts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => IsThrottledAsync(front.PutAsync("a"))));
        var gets = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => IsThrottledAsync(front.GetAsync("a"))));
        await front.PutAsync("b");
        await front.GetAsync("b");

        puts.Count(isThrottled => !isThrottled).ShouldBeInRange(3, 99);
        gets.Count(isThrottled => !isThrottled).ShouldBeInRange(3, 99);
        puts.ShouldContain(true);
        gets.ShouldContain(true);
    }

    [Fact]
    public async Task It_serves_again_when_time_has_passed()
    {
        await using var front = await StartAsync(
            engines,
            new AwsFrontOptions { Capacity = new CapacityLimits(Writes: 2) }
        );
        while (!await IsThrottledAsync(front.PutAsync("a")))
            continue;

        await Eventually.IsTrueAsync(async () => !await IsThrottledAsync(front.PutAsync("a")), "the bucket to fill");
    }

    [Fact]
    public async Task A_large_item_takes_more_units_and_what_a_read_has_cost_is_owed()
    {
        await using var front = await StartAsync(
            engines,
            new AwsFrontOptions { Capacity = new CapacityLimits(Writes: 30, Reads: 1) }
        );
        await front.PutAsync("a", bytes: 20_000); // 20 units of the 30

        (await IsThrottledAsync(front.PutAsync("a", bytes: 29_000))).ShouldBeTrue();
        await front.GetAsync("a"); // 5 units, of a bucket of one
        (await IsThrottledAsync(front.GetAsync("a"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_hot_partition_of_an_index_throttles_writes_of_the_table()
    {
        await using var front = await StartAsync(engines, new AwsFrontOptions { Capacity = One });

        var puts = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(number => IsThrottledAsync(front.PutAsync($"{number}", "me")))
        );
        await front.PutAsync("other", "you");

        puts.ShouldContain(true);
        puts.ShouldContain(false);
    }

    [Fact]
    public async Task A_partition_of_an_index_that_is_read_too_often_throttles()
    {
        await using var front = await StartAsync(engines, new AwsFrontOptions { Capacity = One });

        var queries = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => IsThrottledAsync(front.QueryAsync("me"))));
        await front.QueryAsync("you");

        queries.ShouldContain(true);
        queries.ShouldContain(false);
    }

    [Theory]
    [MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_throttled_transaction_says_which_action_and_of_the_others_what_is_true(string engine)
    {
        await using var front = await StartAsync(
            engines,
            new AwsFrontOptions { Capacity = new CapacityLimits(Writes: 3), MixedReasons = true },
            engine
        );
        await front.PutAsync("new-there");
        await front.PutAsync("hot", bytes: 2500); // its bucket is empty for longer than the next call takes to come

        var cancelled = await Should.ThrowAsync<TransactionCanceledException>(
            front.TransactAsync(null, "hot", "new-there", "new-absent")
        );

        cancelled
            .CancellationReasons.Select(reason => reason.Code)
            .ShouldBe(["ThrottlingError", "ConditionalCheckFailed", "None"]);
        (await front.Client.GetItemAsync(front.Table, Key("new-absent"))).Item.ShouldBeNull();
    }

    [Fact]
    public async Task A_batch_is_served_but_for_its_throttled_part_and_refused_where_all_of_it_is()
    {
        await using var front = await StartAsync(
            engines,
            new AwsFrontOptions { Capacity = new CapacityLimits(Writes: 0.9, Reads: 20) }
        );
        var wide = Enumerable.Range(0, 3).Select(number => Key($"{number}")).ToList();
        using var behind = engines.PlainClient(Engines.Embedded);
        await behind.PutItemAsync(front.Table, Item("hot", bytes: 200_000));
        await front.GetAsync("hot"); // owes two seconds

        var read = await front.Client.BatchGetItemAsync(BatchGet([Key("hot"), .. wide]));
        var write = await Should.ThrowAsync<Amazon.DynamoDBv2.AmazonDynamoDBException>(
            front.Client.BatchWriteItemAsync(
                new BatchWriteItemRequest
                {
                    RequestItems = new(StringComparer.Ordinal) { [front.Table] = [new(new PutRequest(Item("a")))] },
                }
            )
        );

        read.UnprocessedKeys[front.Table].Keys.ShouldHaveSingleItem()["id"].S.ShouldBe("hot");
        read.UnprocessedKeys[front.Table].ConsistentRead.ShouldBe(true);
        write.ErrorCode.ShouldBe("ThrottlingException"); // no bucket holds one unit

        BatchGetItemRequest BatchGet(List<Dictionary<string, AttributeValue>> keys) =>
            new()
            {
                RequestItems = new(StringComparer.Ordinal)
                {
                    [front.Table] = new() { Keys = keys, ConsistentRead = true },
                },
            };
    }

    private static async Task<bool> IsThrottledAsync(Task call)
    {
        try
        {
            await call;
            return false;
        }
        catch (Amazon.DynamoDBv2.AmazonDynamoDBException error) when (error.ErrorCode == "ThrottlingException")
        {
            return true;
        }
    }
}
