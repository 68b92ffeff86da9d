using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;

namespace SystemTests.Tables;

/// <summary>An attribute that is stored as NULL is there: it is not an absent one.</summary>
[Collection(nameof(TableTests))]
public sealed class StoredNullTests(Engines engines)
{
    private static readonly Field<string> Id = Field.Of("id", Codec.String);
    private static readonly Field<string> Note = Field.Of("note", Codec.String);
    private static readonly Field<long?> Maybe = Field.Of("maybe", Codec.NullOr(Codec.Int64));
    private static readonly Field<string?> Remark = Field.Of("remark", Codec.NullOrString);

    private static readonly TableSchema<Slip> Schema = new(
        "slips", KeySchema.Hash(Id), [Id, Note, Maybe, Remark],
        item => new Slip(item.Get(Id), item.Get(Note), item.Get(Maybe), item.Get(Remark)),
        (slip, item) =>
        {
            item.Set(Id, slip.Id);
            item.Set(Note, slip.Note);
            item.Set(Maybe, slip.Maybe);
            item.Set(Remark, slip.Remark);
        });

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task It_is_read_alone_beside_others_in_queries_and_of_what_changed(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        await table.PutAsync(new Slip("a", "note", null, null));
        var key = Key.Of(Id, "a");

        var both = (await table.GetAsync(key, only: [Note, Maybe])).ShouldNotBeNull();
        var alone = (await table.GetAsync(key, only: [Maybe])).ShouldNotBeNull();
        var scanned = await table.Scan().SelectAsync([Maybe, Remark]).SingleAsync();
        var changed = (await table.UpdateAsync(key, Maybe.Set(null).And(Remark.Set("r")), ReturnChanged.Old)).Item
            .ShouldNotBeNull();

        (both.Get(Note), both.Get(Maybe), both.Has(Maybe)).ShouldBe(("note", null, true));
        (alone.Get(Maybe), alone[Maybe], alone.Count).ShouldBe((null, null, 1));
        (scanned.Get(Maybe), scanned.Get(Remark), scanned.Count).ShouldBe((null, null, 2));
        (changed.Get(Remark), changed.Has(Maybe)).ShouldBe((null, true));
        (await table.GetAsync(Key.Of(Id, "none"), only: [Maybe])).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task It_can_be_set_from_an_untyped_item_where_its_field_has_it(string engine)
    {
        using var client = engines.Client(engine);
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        await table.PutAsync(new Slip("a", "note", 5, "r"));

        await table.UpdateAsync(Key.Of(Id, "a"), Updates.Set(new Item { [Maybe] = null, [Remark] = null }));

        (await table.GetAsync(Key.Of(Id, "a"))).ShouldBe(new Slip("a", "note", null, null));
        (await Should.ThrowAsync<ItemEncodeException>(
            table.UpdateAsync(Key.Of(Id, "a"), Updates.Set(new Item { [Note] = null })))).Field
            .ShouldBe("note");
    }

    private sealed record Slip(string Id, string Note, long? Maybe, string? Remark);
}
