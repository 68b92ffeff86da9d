using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class TimestampCodecTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Any_moment_comes_back_to_the_tick() =>
        Check.QuickThrowOnFailure(Prop.ForAll<DoNotSize<long>>(any => Read(Text(Moment(any))) == Moment(any)));

    [Fact]
    public void Any_moment_takes_28_characters_and_ends_in_Z() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<DoNotSize<long>>(any => Text(Moment(any)) is { Length: 28 } text && text[^1] == 'Z')
        );

    [Fact]
    public void The_order_of_the_texts_is_the_order_of_the_moments() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<DoNotSize<long>, DoNotSize<long>>(
                (one, other) =>
                    Math.Sign(string.CompareOrdinal(Text(Moment(one)), Text(Moment(other))))
                    == Moment(one).CompareTo(Moment(other))
            )
        );

    [Fact]
    public void Neighbours_are_in_order_too() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<DoNotSize<long>>(any =>
                Moment(any) == DateTimeOffset.MaxValue
                || string.CompareOrdinal(Text(Moment(any)), Text(Moment(any).AddTicks(1))) < 0
            )
        );

    [Fact]
    public void The_offset_makes_no_difference() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<DoNotSize<long>, int>(
                (any, minutes) =>
                {
                    var moment = new DateTimeOffset(
                        DateTimeOffset.UnixEpoch.Ticks + (any.Item % TimeSpan.TicksPerDay),
                        TimeSpan.Zero
                    );
                    return Text(moment.ToOffset(TimeSpan.FromMinutes(minutes % 840))) == Text(moment);
                }
            )
        );

    [Fact]
    public void A_moment_is_written_in_UTC_with_every_digit()
    {
        Text(Noon).ShouldBe("2026-01-31T12:00:00.0000000Z");
        Text(Noon.AddTicks(1)).ShouldBe("2026-01-31T12:00:00.0000001Z");
        Text(new DateTimeOffset(2026, 2, 1, 1, 30, 0, TimeSpan.FromHours(13.5)))
            .ShouldBe("2026-01-31T12:00:00.0000000Z");
        Text(DateTimeOffset.MinValue).ShouldBe("0001-01-01T00:00:00.0000000Z");
        Text(DateTimeOffset.MaxValue).ShouldBe("9999-12-31T23:59:59.9999999Z");
    }

    [Fact]
    public void What_is_read_is_in_UTC() => Read("2026-01-31T12:00:00.0000000Z").Offset.ShouldBe(TimeSpan.Zero);

    [Theory]
    [InlineData("2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00.000Z")]
    [InlineData("2026-01-31T12:00:00.00000000Z")]
    [InlineData("2026-01-31T12:00:00.0000000")]
    [InlineData("2026-01-31T12:00:00.00000000")]
    [InlineData("2026-01-31T12:00:00.0000000+00:00")]
    [InlineData("2026-01-31T12:00:00.00+00:00")]
    [InlineData("2026-01-31T12:00:00.00+02:00")]
    [InlineData("2026-01-31T12:00:00.0000000z")]
    [InlineData("2026-01-31t12:00:00.0000000Z")]
    [InlineData("2026-01-31 12:00:00.0000000Z")]
    [InlineData("2026/01/31T12:00:00.0000000Z")]
    [InlineData("2026-01-31T12.00.00.0000000Z")]
    [InlineData("2026-01-31T12:00:00,0000000Z")]
    [InlineData("2026-02-30T12:00:00.0000000Z")]
    [InlineData("2026-13-01T12:00:00.0000000Z")]
    [InlineData("2026-01-31T24:00:00.0000000Z")]
    [InlineData("2026-01-31T23:59:60.0000000Z")]
    [InlineData("0000-01-01T00:00:00.0000000Z")]
    [InlineData(" 2026-01-31T12:00:00.000000Z")]
    [InlineData("2026-01-31T12:00:00.000000Z ")]
    [InlineData(" 2026-01-31T12:00:00.0000000Z ")]
    [InlineData("31.01.2026 12:00")]
    [InlineData("1769860800")]
    [InlineData("")]
    public void Another_form_is_refused(string text) =>
        FieldJson.Refuses(Wallets.ChangedAt, $$"""{"S":"{{text}}"}""").ShouldBeTrue();

    [Theory]
    [InlineData("""{"N":"1769860800"}""")]
    [InlineData("""{"N":"2026-01-31T12:00:00.0000000Z"}""")]
    [InlineData("""{"S":"2026-01-31T12:00:00.0000000Z","N":"1"}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("\"2026-01-31T12:00:00.0000000Z\"")]
    public void Another_type_is_refused(string json) => FieldJson.Refuses(Wallets.ChangedAt, json).ShouldBeTrue();

    [Fact]
    public void A_culture_changes_nothing()
    {
        using var odd = new OddCulture();

        Text(Noon).ShouldBe("2026-01-31T12:00:00.0000000Z");
        Read("2026-01-31T12:00:00.0000000Z").ShouldBe(Noon);
        FieldJson.Refuses(Wallets.ChangedAt, """{"S":"2026-01-31T12!00!00.0000000Z"}""").ShouldBeTrue();
    }

    [Fact]
    public void An_untyped_text_is_taken_in_that_one_form_only()
    {
        var encoded = Wallets.Schema.Encode(new Item { [Wallets.ChangedAt] = "2026-01-31T12:00:00.0000000Z" });
        var error = Should.Throw<ItemEncodeException>(() =>
            Wallets.Schema.Encode(new Item { [Wallets.ChangedAt] = "2026-01-31T12:00:00Z" })
        );

        Encoding.UTF8.GetString(encoded).ShouldBe("""{"changed_at":{"S":"2026-01-31T12:00:00.0000000Z"}}""");
        error.Field.ShouldBe("changed_at");
        error.Found.ShouldBe("String '2026-01-31T12:00:00Z'");
    }

    private static DateTimeOffset Moment(DoNotSize<long> any) =>
        new((long)(unchecked((ulong)any.Item) % (ulong)(DateTimeOffset.MaxValue.Ticks + 1)), TimeSpan.Zero);

    private static string Text(DateTimeOffset moment) =>
        FieldJson.Write(Wallets.ChangedAt, moment)["{\"S\":\"".Length..^2];

    private static DateTimeOffset Read(string text) => FieldJson.Read(Wallets.ChangedAt, $$"""{"S":"{{text}}"}""");
}
