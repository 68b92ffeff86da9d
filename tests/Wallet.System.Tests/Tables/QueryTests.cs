using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.KitchenTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class QueryTests(Engines engines)
{
    private static readonly string[] Places = ["a", "b1", "b2", "b3", "c", "d"];

    private readonly Guid _owner = Guid.NewGuid();

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task The_items_under_a_hash_key_come_in_the_order_of_their_range_keys(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);

        (await PlacesOfAsync(table.Query(Owner, _owner))).ShouldBe(Places);
        (await PlacesOfAsync(table.Query(Owner, _owner).Consistently().Descending())).ShouldBe(Places.Reverse());
        (await PlacesOfAsync(table.Query(Owner, Guid.NewGuid()))).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Each_condition_on_the_range_key_reads_just_its_stretch(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);

        (await PlacesOfAsync(Query(Place.Is("b2")))).ShouldBe(["b2"]);
        (await PlacesOfAsync(Query(Place.IsLessThan("b2")))).ShouldBe(["a", "b1"]);
        (await PlacesOfAsync(Query(Place.IsAtMost("b2")))).ShouldBe(["a", "b1", "b2"]);
        (await PlacesOfAsync(Query(Place.IsGreaterThan("b2")))).ShouldBe(["b3", "c", "d"]);
        (await PlacesOfAsync(Query(Place.IsAtLeast("b2")))).ShouldBe(["b2", "b3", "c", "d"]);
        (await PlacesOfAsync(Query(Place.IsBetween("b2", "c")))).ShouldBe(["b2", "b3", "c"]);
        (await PlacesOfAsync(Query(Place.BeginsWith("b")).Descending())).ShouldBe(["b3", "b2", "b1"]);

        Query<Kitchen> Query(Condition range) => table.Query(Owner, _owner).WithRange(range);
    }

    [Fact]
    public async Task Other_conditions_and_other_fields_are_refused_before_any_call()
    {
        using var client = engines.Client(Engines.Embedded);
        var query = client.Table(Schema).Query(Owner, _owner);

        foreach (
            var other in new[]
            {
                Place.IsNot("a"),
                Place.Contains("a"),
                Place.Exists(),
                Place.Is("a").And(Place.Is("b")),
                Place.IsIn("a"),
                Place.Is("a").Not(),
            }
        )
            Should.Throw<ArgumentException>(() => query.WithRange(other));
        (await Should.ThrowAsync<ItemEncodeException>(query.WithRange(Text.Is("a")).CountAsync())).Field.ShouldBe(
            "text"
        );
        (
            await Should.ThrowAsync<ItemEncodeException>(client.Table(Schema).Query(State, Mood.Calm).CountAsync())
        ).Field.ShouldBe("state");
        (await Should.ThrowAsync<ItemEncodeException>(query.On(ByState).CountAsync())).Field.ShouldBe("owner");
        (
            await Should.ThrowAsync<ItemEncodeException>(query.On(ByTime).WithRange(Place.Is("a")).CountAsync())
        ).Field.ShouldBe("place");
        Should.Throw<ArgumentException>(() => query.On(LedgerTable.Schema.LocalIndexes[0]));
        Should.Throw<ArgumentException>(() => query.On(LedgerTable.Schema.GlobalIndexes[0]));
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_filter_leaves_items_out_and_several_must_all_hold(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);
        var query = table
            .Query(Owner, _owner)
            .Where(Count.IsGreaterThan(1))
            .Where(State.Is(Mood.Angry).Or(Text.Is("text c")));

        (await PlacesOfAsync(query)).ShouldBe(["b3", "c", "d"]);
        (await query.CountAsync()).ShouldBe(3);
        (await query.InPagesOf(1).CountAsync()).ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_local_index_is_read_in_its_own_order(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);
        var query = table.Query(Owner, _owner).On(ByTime).Consistently();

        (await PlacesOfAsync(query)).ShouldBe(Places.Reverse());
        (await PlacesOfAsync(query.WithRange(At.IsAtMost(Moment(2))).Descending())).ShouldBe(
            ["c", "d"],
            ignoreOrder: true
        );
        (await PlacesOfAsync(query.WithRange(At.IsBetween(Moment(3), Moment(4))))).ShouldBe(["b3", "b2"]);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_global_index_gives_what_it_carries_and_says_what_it_does_not(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);
        var query = table.Query(State, Mood.Angry).On(ByState).WithRange(Day.IsAtLeast(new DateOnly(2026, 1, 4)));

        var items = await ListAsync(query.SelectAsync([Place, Count, Day]));

        items.Select(item => item.Get(Place)).ShouldBe(["b3", "d"]);
        items.ShouldAllBe(item => item.Count == 3);
        (await query.CountAsync()).ShouldBe(2);
        (await Should.ThrowAsync<ItemDecodeException>(PlacesOfAsync(query))).Found.ShouldBe(
            "nothing: the attribute is missing"
        );
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Selected_attributes_come_alone(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateFilledAsync(client);

        var items = await ListAsync(table.Query(Owner, _owner).InPagesOf(4).SelectAsync([Small, Remark, Tags]));

        items.Select(item => item.Get(Small)).ShouldBe([0, -1, -2, -3, -4, -5]);
        items.ShouldAllBe(item => !item.Has(Place) && !item.Has(Tags));
    }

    private async Task<Table<Kitchen>> CreateFilledAsync(TableClient client)
    {
        var table = await CreateAsync(client);
        await table.BatchWriteAsync(put: Places.Select((place, i) => new Kitchen(_owner, place)
        {
            Count = i,
            Small = -i,
            Text = $"text {place}",
            State = i % 2 == 0 ? Mood.Calm : Mood.Angry,
            Day = new DateOnly(2026, 1, 1 + i),
            At = Moment(Places.Length - i),
        }));
        return table;
    }

    private static DateTimeOffset Moment(int day) => new(2026, 1, day, 0, 0, 0, TimeSpan.Zero);

    private static async Task<List<string>> PlacesOfAsync(IAsyncEnumerable<Kitchen> kitchens) =>
        [.. (await ListAsync(kitchens)).Select(kitchen => kitchen.Place)];

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items) => await items.ToListAsync();
}
