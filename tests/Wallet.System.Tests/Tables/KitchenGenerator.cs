using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TypedTables;

namespace SystemTests.Tables;

/// <summary>Makes items of every kind that DynamoDB can hold.</summary>
internal static class KitchenGenerator
{
    // Of one byte in UTF-8, of two, of three and of four.
    private static readonly Gen<string> Texts = Gen.OneOf(
            Gen.Choose(0, 0x7F),
            Gen.Choose(0x80, 0x7FF),
            Gen.Choose(0xE000, 0xFFFF),
            Gen.Choose(0x10000, 0x10FFFF)
        )
        .Select(char.ConvertFromUtf32)
        .ArrayOf()
        .Select(string.Concat);

    private static readonly Gen<string?> TextsOrNull = Gen.OneOf(
        Texts.Select(text => (string?)text),
        Gen.Constant((string?)null)
    );

    private static readonly Gen<long> Longs = Gen.OneOf(
        ArbMap.Default.GeneratorFor<DoNotSize<long>>().Select(one => one.Item),
        ArbMap.Default.GeneratorFor<long>()
    );

    private static readonly Gen<decimal> Decimals =
        from bits in ArbMap.Default.GeneratorFor<DoNotSize<int>>().ArrayOf(3)
        from isNegative in ArbMap.Default.GeneratorFor<bool>()
        from scale in Gen.Choose(0, 28)
        select new decimal(bits[0].Item, bits[1].Item, bits[2].Item, isNegative, (byte)scale);

    private static readonly Gen<BigInteger> Digits =
        from length in Gen.Choose(1, 38)
        from digits in Gen.Choose(0, 9).ArrayOf(length)
        from isNegative in ArbMap.Default.GeneratorFor<bool>()
        select digits.Aggregate(BigInteger.Zero, (sum, digit) => (sum * 10) + digit) * (isNegative ? -1 : 1);

    // 38 digits fit from E-130 to E+88 whatever they are.
    private static readonly Gen<Number> Numbers =
        from digits in Digits
        from exponent in Gen.Choose(-130, 88)
        select new Number(digits, exponent);

    private static readonly Gen<DateTimeOffset> Moments =
        from ticks in Gen.Choose(0, int.MaxValue)
        from more in Gen.Choose(0, int.MaxValue)
        from hours in Gen.Choose(-14, 14)
        select new DateTimeOffset((ticks * 1_000_000_000L) + more + TimeSpan.TicksPerDay, TimeSpan.FromHours(hours));

    public static Gen<Kitchen> Kitchens { get; } =
        from scalars in Scalars()
        from filled in Filled(scalars)
        select filled;

    private static Gen<Kitchen> Scalars() =>
        from owner in ArbMap.Default.GeneratorFor<Guid>()
        from count in Longs
        from small in ArbMap.Default.GeneratorFor<DoNotSize<int>>()
        from price in Decimals
        from rebate in Decimals.OrNull()
        from big in Digits
        from any in Numbers
        from text in Texts
        from flag in ArbMap.Default.GeneratorFor<bool>()
        from at in Moments
        from expires in Moments.OrNull()
        from took in Longs
        from state in Gen.Elements(Mood.Calm, Mood.Angry)
        select new Kitchen(owner, $"p{text}")
        {
            Count = count,
            Small = small.Item,
            Price = price,
            Rebate = rebate,
            Big = big,
            Any = any,
            Text = text,
            Flag = flag,
            At = at,
            Expires = expires is { } moment ? DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds()) : null,
            Day = DateOnly.FromDateTime(at.UtcDateTime),
            Took = TimeSpan.FromTicks(took),
            State = state,
        };

    private static Gen<Kitchen> Filled(Kitchen kitchen) =>
        from bytes in ArbMap.Default.GeneratorFor<byte[]>()
        from tags in Texts.ArrayOf()
        from sizes in Longs.ArrayOf()
        from numbers in Numbers.ArrayOf()
        from names in TextsOrNull.ArrayOf()
        from scores in Longs.OrNull().ArrayOf()
        from key in Texts
        from remark in TextsOrNull
        from house in ArbMap.Default.GeneratorFor<int?>()
        from isWorking in ArbMap.Default.GeneratorFor<bool>()
        select kitchen with
        {
            Bytes = bytes ?? [],
            Blobs = bytes is { Length: > 0 } ? new HashSet<byte[]> { bytes } : null,
            Tags = SetOrNull(tags),
            Sizes = SetOrNull(sizes),
            Numbers = SetOrNull(numbers),
            Names = names,
            Scores = new Dictionary<string, IReadOnlyList<long?>> { [key + "x"] = scores, [key + "y"] = [] },
            Home = new Address(key, house),
            Work = isWorking ? new Address(key, house) : null,
            Remark = remark,
        };

    private static HashSet<T>? SetOrNull<T>(T[] elements) => elements.Length == 0 ? null : [.. elements];

    private static Gen<T?> OrNull<T>(this Gen<T> values)
        where T : struct
        => Gen.OneOf(values.Select(value => (T?)value), Gen.Constant((T?)null));
}
