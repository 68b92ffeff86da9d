using System.Numerics;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.KitchenTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class ConditionTests(Engines engines)
{
    private static readonly Kitchen Stored = new(Guid.NewGuid(), "here")
    {
        Count = 5,
        Small = -3,
        Price = 1.5m,
        Big = BigInteger.Pow(10, 30),
        Any = new Number(1, -100),
        Text = "hello",
        Flag = true,
        At = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        State = Mood.Angry,
        Bytes = [1, 2, 3],
        Tags = new HashSet<string> { "a", "b" },
        Sizes = new HashSet<long> { 1, 2, 3 },
        Names = ["x", null],
        Scores = new Dictionary<string, IReadOnlyList<long?>> { ["one"] = [1] },
        Home = new Address("street", 1),
    };

    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    private static readonly Condition[] Holding =
    [
        Count.Is(5),
        Count.IsNot(6),
        Count.IsLessThan(6),
        Count.IsAtMost(5),
        Count.IsGreaterThan(4),
        Count.IsAtLeast(5),
        Count.IsBetween(5, 6),
        Count.IsIn(1, 5),
        Small.Is(-3),
        Price.IsAtLeast(1.5m),
        Big.IsGreaterThan(BigInteger.Pow(10, 29)),
        Any.Is(new Number(10, -101)),
        Flag.Is(true),
        State.Is(Mood.Angry),
        At.IsBetween(Epoch, Stored.At.ToOffset(TimeSpan.FromHours(3))),
        Bytes.IsLessThan([1, 2, 4]),
        Home.Is(Stored.Home),
        Names.Is(Stored.Names),
        Coin.Is(new Currency("EUR")),
        Remark.Is(null),
        Work.Is(null),
        Rebate.Is(null),
        Tags.Is(new HashSet<string> { "b", "a" }),
        Count.IsIn([.. Enumerable.Range(5, 100).Select(i => (long)i)]),
        Text.BeginsWith("he"),
        Text.BeginsWith(""),
        Text.Contains("ell"),
        Tags.Contains("a"),
        Sizes.Contains(3L),
        Names.Contains("x"),
        Names.Contains(null),
        Text.Exists(),
        Remark.Exists(),
        Expires.NotExists(),
        Numbers.NotExists(),
        Text.HasType(AttributeType.S),
        Remark.HasType(AttributeType.NULL),
        Home.HasType(AttributeType.M),
        Tags.HasType(AttributeType.SS),
        Flag.HasType(AttributeType.BOOL),
        Text.Size().Is(5),
        Bytes.Size().IsGreaterThan(2),
        Tags.Size().IsLessThan(3),
        Names.Size().Is(2),
        Scores.Size().Is(1),
        Home.Size().Is(2),
        Count.Is(5).And(Text.Is("hello")),
        Count.Is(6).Or(Text.Is("hello")),
        Count.Is(6).Not(),
        Expires.Is(Epoch).Not(),
        Count.Is(6).And(Count.Is(5)).Or(Text.Is("hello")),
        Count.Is(5).Or(Count.Is(6)).And(Text.Is("other").Not()),
        Place.Is("here"),
        Place.Exists(),
    ];

    private static readonly Condition[] NotHolding =
    [
        Count.Is(6),
        Count.IsNot(5),
        Count.IsLessThan(5),
        Count.IsAtMost(4),
        Count.IsGreaterThan(5),
        Count.IsAtLeast(6),
        Count.IsBetween(6, 9),
        Count.IsIn(1, 2),
        Small.Is(3),
        Text.Is("Hello"),
        Flag.Is(false),
        Remark.Is(""),
        Remark.IsNot(null),
        Names.Is([null, "x"]),
        Home.Is(new Address("street", 2)),
        Expires.Is(Epoch),
        Expires.IsNot(Epoch),
        Expires.IsLessThan(Epoch),
        Expires.IsAtMost(Epoch),
        Expires.IsGreaterThan(Epoch),
        Expires.IsAtLeast(Epoch),
        Expires.IsBetween(Epoch, Epoch),
        Expires.IsIn(Epoch),
        Expires.Exists(),
        Expires.HasType(AttributeType.N),
        Text.BeginsWith("ello"),
        Text.Contains("z"),
        Tags.Contains("c"),
        Sizes.Contains(4L),
        Names.Contains("y"),
        Numbers.Contains(new Number(1)),
        Text.NotExists(),
        Remark.NotExists(),
        Remark.HasType(AttributeType.S),
        Text.HasType(AttributeType.N),
        Text.Size().Is(4),
        Text.Size().IsLessThan(5),
        Text.Size().IsGreaterThan(5),
        Numbers.Size().Is(0),
        Count.Is(5).And(Text.Is("other")),
        Count.Is(6).Or(Text.Is("other")),
        Count.Is(5).Not(),
        Count.Is(5).And(Text.Is("hello").Not()),
    ];

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Every_condition_lets_a_write_through_just_where_it_holds(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        await table.PutAsync(Stored);

        var wrong = new List<string>();
        for (var i = 0; i < Holding.Length; i++)
        {
            if (!(await table.PutAsync(Stored, when: Holding[i])).IsApplied)
                wrong.Add($"condition {i} of those that hold");
        }

        for (var i = 0; i < NotHolding.Length; i++)
        {
            if ((await table.PutAsync(Stored with { Text = "changed" }, when: NotHolding[i])).IsApplied)
            {
                wrong.Add($"condition {i} of those that do not hold");
                await table.PutAsync(Stored);
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task No_comparison_holds_of_an_item_that_is_not_there(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);

        foreach (
            var condition in new[]
            {
                Count.Is(0),
                Count.IsNot(0),
                Count.IsLessThan(1),
                Text.BeginsWith(""),
                Text.Exists(),
                Text.Size().Is(0),
            }
        )
            (await table.PutAsync(Stored, when: condition)).ShouldBe(new WriteResult<Kitchen>(false, null));

        (await table.PutAsync(Stored, when: Text.NotExists().And(Count.Is(0).Not()))).IsApplied.ShouldBeTrue();
    }

    [Fact]
    public async Task A_condition_that_the_table_cannot_have_is_refused_before_any_call()
    {
        using var client = engines.Client(Engines.Embedded);
        var table = client.Table(Schema);

        Should.Throw<ArgumentOutOfRangeException>(() => Count.IsIn());
        Should.Throw<ArgumentOutOfRangeException>(() => Count.IsIn(new long[101]));
        (
            await Should.ThrowAsync<ItemEncodeException>(table.PutAsync(Stored, when: SeedTable.Balance.Is(1)))
        ).Field.ShouldBe("balance");
        (
            await Should.ThrowAsync<ItemEncodeException>(
                table.PutAsync(Stored, when: Big.Is(BigInteger.Pow(10, 38) + 1))
            )
        ).Field.ShouldBe("big");
        (
            await Should.ThrowAsync<ItemEncodeException>(table.PutAsync(Stored, when: Tags.Is(new HashSet<string>())))
        ).Field.ShouldBe("tags");
        (
            await Should.ThrowAsync<ItemEncodeException>(table.PutAsync(Stored, when: Tags.Contains("\uD83C")))
        ).Field.ShouldBe("tags");
    }
}
