using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;

namespace SystemTests.Tables;

/// <summary>
/// What adds to a number never makes one that its field cannot hold: the item could not be read again.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class RangeTests(Engines engines)
{
    private static readonly Field<string> Id = Field.Of("id", Codec.String);
    private static readonly Field<long> Wide = Field.Of("wide", Codec.Int64);
    private static readonly Field<int> Narrow = Field.Of("narrow", Codec.Int32);
    private static readonly Field<decimal> Price = Field.Of("price", Codec.Decimal);
    private static readonly Field<Money> Credit =
        Field.Of("credit", Codec.Convert(Codec.Int64, (Money money) => money.Minor, minor => new Money(minor)));

    private static readonly TableSchema<Sums> Schema = new(
        "sums", KeySchema.Hash(Id), [Id, Wide, Narrow, Price, Credit],
        item => new Sums(item.Get(Id), item.Find(Wide), item.Find(Narrow), item.Find(Price), item.Find(Credit)),
        (sums, item) =>
        {
            item.Set(Id, sums.Id);
            item.SetIfPresent(Wide, sums.Wide);
            item.SetIfPresent(Narrow, sums.Narrow);
            item.SetIfPresent(Price, sums.Price);
            item.SetIfPresent(Credit, sums.Credit);
        });

    private static readonly Sums Top = new(
        "a",
        long.MaxValue - 1,
        int.MaxValue - 1,
        decimal.MaxValue - 1,
        new Money(long.MaxValue - 1));
    private static readonly Sums Bottom = new(
        "a",
        long.MinValue + 1,
        int.MinValue + 1,
        decimal.MinValue + 1,
        new Money(long.MinValue + 1));

    /// <summary>What takes a stored item over an end of the range, and what takes it just there.</summary>
    private static readonly Dictionary<string, (Sums Stored, Update Over, Update Just)> Ends = new(
        StringComparer.Ordinal)
    {
        ["long, increased"] = (Top, Wide.Increase(2), Wide.Increase(1)),
        ["long, increased by less than nothing"] = (Bottom, Wide.Increase(-2), Wide.Increase(-1)),
        ["long, decreased"] = (Bottom, Wide.Decrease(2), Wide.Decrease(1)),
        ["long, decreased by less than nothing"] = (Top, Wide.Decrease(long.MinValue), Wide.Decrease(-1)),
        ["long, added to"] = (Top, Wide.Add(2), Wide.Add(1)),
        ["int, increased"] = (Top, Narrow.Increase(2), Narrow.Increase(1)),
        ["int, added to"] = (Bottom, Narrow.Add(-2), Narrow.Add(-1)),
        ["decimal, increased"] = (Top, Price.Increase(2), Price.Increase(1)),
        ["decimal, decreased"] = (Bottom, Price.Decrease(2), Price.Decrease(1)),
        ["decimal, more digits than it has"] = (
            Top with { Price = 79_228_162_514_264m },
            Price.Increase(0.0000000000000001m),
            Price.Increase(0.000000000000001m)),
        ["a type of one's own"] = (Top, Credit.Increase(new Money(2)), Credit.Increase(new Money(1))),
        ["two at once"] = (Top, Wide.Increase(1).And(Narrow.Increase(2)), Wide.Increase(1).And(Narrow.Increase(1))),
    };

    public static TheoryData<string, string> EnginesAndEnds
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var engine in (string[])[Engines.Embedded, Engines.Aws, Engines.EmbeddedBySdk])
            {
                foreach (var end in Ends.Keys)
                    data.Add(engine, end);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EnginesAndEnds))]
    public async Task A_sum_beyond_the_range_of_its_field_is_an_error_and_changes_nothing(string engine, string end)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        var ((stored, over, just), key) = (Ends[end], Key.Of(Id, "a"));
        await table.PutAsync(stored);

        var error = await Should.ThrowAsync<TableOperationException>(
            table.UpdateAsync(key, over, returnValues: ReturnValues.AllNew));
        var changed = await Should.ThrowAsync<TableOperationException>(table.UpdateAsync(key, over, ReturnChanged.New));
        var conditional = await table.UpdateAsync(key, over, when: Id.Is("a"));
        var together = await client.TransactWriteAsync([table.Update(key, over)]);

        (error.Code, changed.Code, error.IsRetryable).ShouldBe(("NumberOutOfRange", "NumberOutOfRange", false));
        error.Message.ShouldContain("nothing was changed");
        conditional.ShouldBe(new WriteResult<Sums>(false, stored));
        together.Refusals.ShouldHaveSingleItem().Item(table).ShouldBe(stored);
        (await table.GetAsync(key)).ShouldBe(stored);
        (await table.UpdateAsync(key, just)).IsApplied.ShouldBeTrue();
        (await table.GetAsync(key)).ShouldNotBeNull().ShouldNotBe(stored);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_number_that_is_not_there_is_added_to_as_nothing_and_not_increased(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();

        (await table.UpdateAsync(Key.Of(Id, "a"), Wide.Add(long.MaxValue).And(Narrow.Add(int.MinValue)))).IsApplied
            .ShouldBeTrue();
        var error = await Should.ThrowAsync<TableOperationException>(
            table.UpdateAsync(Key.Of(Id, "b"), Wide.Increase(1)));

        (await table.GetAsync(Key.Of(Id, "a"))).ShouldBe(new Sums("a", long.MaxValue, int.MinValue, null, null));
        error.Code.ShouldBe("ValidationException");
    }

    private readonly record struct Money(long Minor);

    private sealed record Sums(string Id, long? Wide, int? Narrow, decimal? Price, Money? Credit);
}
