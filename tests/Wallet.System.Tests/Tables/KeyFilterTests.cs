using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.KitchenTable;

namespace SystemTests.Tables;

/// <summary>
/// DynamoDB filters no key of what is queried; it does filter the table's keys in another index's query, and every key
/// in a scan.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class KeyFilterTests(Engines engines)
{
    private readonly Kitchen _stored = new(Guid.NewGuid(), "here") { Count = 5 };

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_filter_on_a_key_of_what_is_queried_is_refused_by_name_with_a_way_out(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        var query = table.Query(Owner, _stored.Owner);

        Condition[] filters =
        [
            Place.Contains("e"),
            Count.Is(5).And(Place.IsNot("x").Not()),
            Place.Size().Is(4).Or(Count.Is(1)),
            Place.IsIn("here"),
        ];
        foreach (var filter in filters)
        {
            var error = await Should.ThrowAsync<ItemEncodeException>(query.Where(filter).CountAsync());
            error.Field.ShouldBe("place");
            error.Message.ShouldBe(
                $"ItemEncodeError in table '{table.Name}': field 'place' takes no Where in a query of {table.Name}, of "
                + "which it is a key (narrow the query with WithRange, or look at the items that come), but was given "
                + "one.");
        }

        (await Should.ThrowAsync<ItemEncodeException>(query.Where(Owner.Exists()).CountAsync())).Field
            .ShouldBe("owner");
        (await Should.ThrowAsync<ItemEncodeException>(query.On(ByTime).Where(At.Exists()).CountAsync())).Field
            .ShouldBe("at");
        (await Should.ThrowAsync<ItemEncodeException>(
            table.Query(State, _stored.State).On(ByState).Where(Day.Exists()).CountAsync())).Field
            .ShouldBe("day");
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Keys_that_are_not_of_what_is_queried_are_filtered_and_so_is_every_key_of_a_scan(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);

        (await table.Query(Owner, _stored.Owner).On(ByTime).Where(Place.Contains("er")).CountAsync()).ShouldBe(1);
        var others = table.Query(State, _stored.State).On(ByState).Where(Owner.Is(_stored.Owner).And(Place.Is("x")));
        (await others.CountAsync()).ShouldBe(0);
        (await table.Scan().Where(Place.Is("here").And(Owner.Is(_stored.Owner))).CountAsync()).ShouldBe(1);
        (await table.Scan().On(ByState).Where(Day.Exists()).CountAsync()).ShouldBe(1);
    }

    [Fact]
    public void A_range_that_is_none_is_not_sent_to_the_filter()
    {
        using var client = engines.Client(Engines.Embedded);
        var query = client.Table(Schema).Query(Owner, _stored.Owner);

        Should.Throw<ArgumentException>(() => query.WithRange(Place.IsIn("here"))).Message
            .ShouldNotContain("use Where");
    }

    private async Task<Table<Kitchen>> CreateAsync(TableClient client)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        await table.PutAsync(_stored);
        return table;
    }
}
