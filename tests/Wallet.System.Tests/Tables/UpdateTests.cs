using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.KitchenTable;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class UpdateTests(Engines engines)
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    private readonly Kitchen _stored = new(Guid.NewGuid(), "here")
    {
        Count = 5,
        Small = 1,
        Price = 1.5m,
        Any = new Number(1),
        Text = "hello",
        Tags = new HashSet<string> { "a", "b" },
        Names = ["x"],
    };

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Every_update_changes_what_it_names_and_nothing_else(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);

        await VerifyAsync(Count.Set(6), _stored with { Count = 6 });
        await VerifyAsync(
            Remark.Set("").And(Work.Set(new Address("s", 1))),
            _stored with
            {
                Remark = "",
                Work = new Address("s", 1),
            }
        );
        await VerifyAsync(
            Updates.Set(
                new Item
                {
                    [Count] = 7,
                    [Small] = "8",
                    [Text] = "t",
                }
            ),
            _stored with
            {
                Count = 7,
                Small = 8,
                Text = "t",
            }
        );
        await VerifyAsync(Expires.SetOrRemove(Epoch), _stored with { Expires = Epoch });
        await VerifyAsync(Expires.SetOrRemove(null), _stored);
        await VerifyAsync(Expires.SetIfAbsent(Epoch).And(Count.SetIfAbsent(9)), _stored with { Expires = Epoch });
        await VerifyAsync(Count.Increase(3).And(Small.Decrease(3)), _stored with { Count = 8, Small = -2 });
        await VerifyAsync(
            Price.Decrease(0.1m).And(Any.Increase(new Number(1, -30))),
            _stored with
            {
                Price = 1.4m,
                Any = new Number(System.Numerics.BigInteger.Pow(10, 30) + 1, -30),
            }
        );
        await VerifyAsync(Count.Add(-10).And(Small.Add(1)), _stored with { Count = -5, Small = 2 });
        await VerifyAsync(
            Tags.Add(new HashSet<string> { "b", "c" }),
            _stored with
            {
                Tags = new HashSet<string> { "a", "b", "c" },
            }
        );
        await VerifyAsync(Sizes.Add(new HashSet<long> { 1 }), _stored with { Sizes = new HashSet<long> { 1 } });
        await VerifyAsync(
            Tags.Delete(new HashSet<string> { "b", "z" }),
            _stored with
            {
                Tags = new HashSet<string> { "a" },
            }
        );
        await VerifyAsync(
            Tags.Delete(new HashSet<string> { "a", "b" }).And(Sizes.Delete(new HashSet<long> { 1 })),
            _stored with
            {
                Tags = null,
            }
        );
        await VerifyAsync(Names.Append("y", null), _stored with { Names = ["x", "y", null] });
        await VerifyAsync(Tags.Remove().And(Expires.Remove()), _stored with { Tags = null });
        await VerifyAsync(
            Count.Set(1).And(Tags.Remove()).And(Small.Add(1)).And(Names.Append("z")),
            _stored with
            {
                Count = 1,
                Tags = null,
                Small = 2,
                Names = ["x", "z"],
            }
        );

        async Task VerifyAsync(Update update, Kitchen expected)
        {
            await table.PutAsync(_stored);
            var result = await table.UpdateAsync(KeyOf(_stored), update, returnValues: ReturnValues.AllNew);
            result.Item!.ToString().ShouldBe(expected.ToString());
            (await table.GetAsync(KeyOf(_stored)))!.ToString().ShouldBe(expected.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task What_is_not_there_counts_as_zero_or_empty_where_that_is_promised(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        var key = Key.Of(Owner, Guid.NewGuid(), Place, "nowhere");

        var result = await table.UpdateAsync(
            key,
            Count.Add(3).And(Names.Append("x")).And(Tags.Add(new HashSet<string> { "a" })).And(Price.SetIfAbsent(2)),
            ReturnChanged.New
        );

        result.Item!.Get(Count).ShouldBe(3);
        result.Item.Get(Names).ShouldBe(["x"]);
        result.Item.Get(Tags).ShouldBe(["a"]);
        result.Item.Get(Price).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task What_cannot_be_done_is_an_error_and_changes_nothing(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        await table.PutAsync(_stored);

        foreach (
            var (update, field) in new[]
            {
                (Took.Remove().And(Took.Set(TimeSpan.Zero)), Took.Name),
                (Place.Set("there"), Place.Name),
                (Count.Set(1).And(Count.Set(2)), Count.Name),
            }
        )
            (await Should.ThrowAsync<ItemEncodeException>(table.UpdateAsync(KeyOf(_stored), update))).Field.ShouldBe(
                field
            );
        (
            await Should.ThrowAsync<TableOperationException>(
                table.UpdateAsync(Key.Of(Owner, _stored.Owner, Place, "nowhere"), Count.Increase(1))
            )
        ).Code.ShouldBe("ValidationException");
        (
            await Should.ThrowAsync<ItemEncodeException>(
                table.UpdateAsync(KeyOf(_stored), Tags.Add(new HashSet<string>()))
            )
        ).Field.ShouldBe("tags");
        (
            await Should.ThrowAsync<ItemEncodeException>(
                table.UpdateAsync(KeyOf(_stored), Updates.Set(new Item { [Count] = "1.5" }))
            )
        ).Field.ShouldBe("count");
        (
            await Should.ThrowAsync<ItemEncodeException>(table.UpdateAsync(KeyOf(_stored), SeedTable.Balance.Set(1)))
        ).Field.ShouldBe("balance");

        (await table.Scan().ToListAsync()).ShouldHaveSingleItem().ToString().ShouldBe(_stored.ToString());
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task A_version_lock_moves_the_version_on_once(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        await table.PutAsync(_stored);

        var won = await table.UpdateAsync(KeyOf(_stored), Text.Set("mine"), Count.Lock(5), ReturnValues.AllNew);
        var lost = await table.UpdateAsync(KeyOf(_stored), Text.Set("late"), Count.Lock(5));
        var notNew = await table.UpdateAsync(KeyOf(_stored), Text.Set("late"), Count.Lock(null));

        (won.IsApplied, won.Item!.Count, won.Item.Text).ShouldBe((true, 6, "mine"));
        (lost.IsApplied, lost.Item!.Count, lost.Item.Text).ShouldBe((false, 6, "mine"));
        notNew.IsApplied.ShouldBeFalse();
        (
            await table.UpdateAsync(Key.Of(Owner, _stored.Owner, Place, "new"), Text.Set("first"), Count.Lock(null))
        ).IsApplied.ShouldBeTrue();
        (await table.GetAsync(Key.Of(Owner, _stored.Owner, Place, "new"), only: [Count]))!.Get(Count).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Just_what_changed_comes_back_as_it_was_or_as_it_is(string engine)
    {
        using var client = engines.Client(engine);
        var table = await CreateAsync(client);
        await table.PutAsync(_stored);
        var update = Small.Set(2).And(Expires.Set(Epoch));

        var old = await table.UpdateAsync(KeyOf(_stored), update, ReturnChanged.Old);
        var now = await table.UpdateAsync(KeyOf(_stored), update.And(Tags.Remove()), ReturnChanged.New);
        var lost = await table.UpdateAsync(KeyOf(_stored), update, ReturnChanged.New, when: Small.Is(1));
        var made = await table.UpdateAsync(Key.Of(Owner, _stored.Owner, Place, "new"), Small.Set(1), ReturnChanged.Old);

        old.IsApplied.ShouldBeTrue();
        old.Item!.ToDictionary().ShouldBe(new Dictionary<Field, object?> { [Small] = 1 });
        now.Item!.Count.ShouldBe(2);
        (now.Item.Get(Small), now.Item.Get(Expires)).ShouldBe((2, Epoch));
        lost.IsApplied.ShouldBeFalse();
        (lost.Item!.Get(Small), lost.Item.Get(Text)).ShouldBe((2, "hello"));
        made.ShouldBe(new WriteResult<Item>(true, null));
    }
}
