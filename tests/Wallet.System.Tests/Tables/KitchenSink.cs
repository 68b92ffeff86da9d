using System.Numerics;
using TypedTables;

namespace SystemTests.Tables;

/// <summary>A table that uses every codec there is.</summary>
internal static class KitchenTable
{
    public static readonly Field<Guid> Owner = Field.Of("owner", Codec.Uuid);
    public static readonly Field<string> Place = Field.Of("place", Codec.String);
    public static readonly Field<long> Count = Field.Of("count", Codec.Int64); // a reserved word
    public static readonly Field<int> Small = Field.Of("small.number", Codec.Int32); // a dotted name
    public static readonly Field<decimal> Price = Field.Of("price", Codec.Decimal);
    public static readonly Field<BigInteger> Big = Field.Of("big", Codec.BigInteger);
    public static readonly Field<Number> Any = Field.Of("number", Codec.Number);
    public static readonly Field<string> Text = Field.Of("text", Codec.String);
    public static readonly Field<bool> Flag = Field.Of("flag", Codec.Boolean);
    public static readonly Field<DateTimeOffset> At = Field.Of("at", Codec.Timestamp);
    public static readonly Field<DateTimeOffset> Expires = Field.Of("expires", Codec.EpochSeconds);
    public static readonly Field<DateOnly> Day = Field.Of("day", Codec.Date);
    public static readonly Field<TimeSpan> Took = Field.Of("took", Codec.Duration);
    public static readonly Field<Mood> State = Field.Of("state", Codec.Enum<Mood>());
    public static readonly Field<byte[]> Bytes = Field.Of("bytes", Codec.Binary);
    public static readonly Field<IReadOnlySet<string>> Tags = Field.Of("tags", Codec.StringSet);
    public static readonly Field<IReadOnlySet<long>> Sizes = Field.Of("sizes", Codec.Int64Set);
    public static readonly Field<IReadOnlySet<Number>> Numbers = Field.Of("numbers", Codec.NumberSet);
    public static readonly Field<IReadOnlySet<byte[]>> Blobs = Field.Of("blobs", Codec.BinarySet);
    public static readonly Field<IReadOnlyList<string?>> Names = Field.Of("names", Codec.List(Codec.NullOrString));
    public static readonly Field<IReadOnlyDictionary<string, IReadOnlyList<long?>>> Scores = Field.Of(
        "scores",
        Codec.Map(Codec.List(Codec.NullOr(Codec.Int64)))
    );
    public static readonly Field<string> Street = Field.Of("street", Codec.String);
    public static readonly Field<int> House = Field.Of("house", Codec.Int32);

    public static readonly RecordSchema<Address> AddressSchema = new(
        "address",
        [Street, House],
        item => new Address(item.Get(Street), item.Find(House)),
        (address, item) =>
        {
            item.Set(Street, address.Street);
            item.SetIfPresent(House, address.House);
        });

    public static readonly Field<Address> Home = Field.Of("home", Codec.Record(AddressSchema));
    public static readonly Field<Address?> Work = Field.Of("work", Codec.NullOrRecord(AddressSchema));
    public static readonly Field<decimal?> Rebate = Field.Of("rebate", Codec.NullOr(Codec.Decimal));
    public static readonly Field<string?> Remark = Field.Of("remark", Codec.NullOrString);
    public static readonly Field<Currency> Coin = Field.Of(
        "currency",
        Codec.Convert(Codec.String, coin => coin.Code, Currency.Parse, "three capital letters as S")
    );

    public static readonly LocalSecondaryIndex ByTime = new("by_time", At, Projection.All);
    public static readonly GlobalSecondaryIndex ByState = new(
        "by_state",
        KeySchema.HashAndRange(State, Day),
        Projection.Include(Count, Text)
    );

    public static readonly TableSchema<Kitchen> Schema = new(
        name: "kitchen.sink",
        key: KeySchema.HashAndRange(Owner, Place),
        fields:
        [
            Owner,
            Place,
            Count,
            Small,
            Price,
            Big,
            Any,
            Text,
            Flag,
            At,
            Expires,
            Day,
            Took,
            State,
            Bytes,
            Tags,
            Sizes,
            Numbers,
            Blobs,
            Names,
            Scores,
            Home,
            Work,
            Rebate,
            Remark,
            Coin,
        ],
        read: item => new Kitchen(item.Get(Owner), item.Get(Place))
        {
            Count = item.Get(Count),
            Small = item.Get(Small),
            Price = item.Get(Price),
            Big = item.Get(Big),
            Any = item.Get(Any),
            Text = item.Get(Text),
            Flag = item.Get(Flag),
            At = item.Get(At),
            Expires = item.Find(Expires),
            Day = item.Get(Day),
            Took = item.Get(Took),
            State = item.Get(State),
            Bytes = item.Get(Bytes),
            Tags = item.TryGet(Tags, out var tags) ? tags : null,
            Sizes = item.TryGet(Sizes, out var sizes) ? sizes : null,
            Numbers = item.TryGet(Numbers, out var numbers) ? numbers : null,
            Blobs = item.TryGet(Blobs, out var blobs) ? blobs : null,
            Names = item.Get(Names),
            Scores = item.Get(Scores),
            Home = item.Get(Home),
            Work = item.Get(Work),
            Rebate = item.Get(Rebate),
            Remark = item.Get(Remark),
            Coin = item.Get(Coin),
        },
        write: (kitchen, item) =>
        {
            item.Set(Owner, kitchen.Owner);
            item.Set(Place, kitchen.Place);
            item.Set(Count, kitchen.Count);
            item.Set(Small, kitchen.Small);
            item.Set(Price, kitchen.Price);
            item.Set(Big, kitchen.Big);
            item.Set(Any, kitchen.Any);
            item.Set(Text, kitchen.Text);
            item.Set(Flag, kitchen.Flag);
            item.Set(At, kitchen.At);
            item.SetIfPresent(Expires, kitchen.Expires);
            item.Set(Day, kitchen.Day);
            item.Set(Took, kitchen.Took);
            item.Set(State, kitchen.State);
            item.Set(Bytes, kitchen.Bytes);
            item.SetIfPresent(Tags, kitchen.Tags);
            item.SetIfPresent(Sizes, kitchen.Sizes);
            item.SetIfPresent(Numbers, kitchen.Numbers);
            item.SetIfPresent(Blobs, kitchen.Blobs);
            item.Set(Names, kitchen.Names);
            item.Set(Scores, kitchen.Scores);
            item.Set(Home, kitchen.Home);
            item.Set(Work, kitchen.Work);
            item.Set(Rebate, kitchen.Rebate);
            item.Set(Remark, kitchen.Remark);
            item.Set(Coin, kitchen.Coin);
        },
        localIndexes: [ByTime],
        globalIndexes: [ByState],
        timeToLive: Expires);

    public static Key KeyOf(Kitchen kitchen) => Key.Of(Owner, kitchen.Owner, Place, kitchen.Place);

    public static async Task<Table<Kitchen>> CreateAsync(TableClient client)
    {
        var table = client.Table(Schema);
        await table.EnsureCreatedAsync();
        return table;
    }
}

internal enum Mood
{
    Calm,
    Angry,
}

internal sealed record Address(string Street, int? House);

internal sealed record Currency(string Code)
{
    public static Currency Parse(string code) =>
        code.Length == 3 && code.All(char.IsAsciiLetterUpper)
            ? new Currency(code)
            : throw new FormatException("A currency has three capital letters.");
}
