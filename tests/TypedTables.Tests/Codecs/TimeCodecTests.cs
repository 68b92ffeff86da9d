using FsCheck;
using FsCheck.Fluent;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class TimeCodecTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Any_date_comes_back_as_it_went() => Check.QuickThrowOnFailure(Prop.ForAll<DoNotSize<int>>(any =>
    {
        var date = DateOnly.FromDayNumber((int)(unchecked((uint)any.Item) % (uint)(DateOnly.MaxValue.DayNumber + 1)));
        return Codec.Date.RoundTrip(date) == date;
    }));

    [Fact]
    public void Any_whole_second_comes_back_as_it_went() => Check.QuickThrowOnFailure(Prop.ForAll<DoNotSize<int>>(any =>
        Codec.EpochSeconds.RoundTrip(Epoch.AddSeconds(any.Item)) == Epoch.AddSeconds(any.Item)));

    [Theory]
    [InlineData(0, """{"N":"0"}""")]
    [InlineData(-1, """{"N":"-1"}""")]
    [InlineData(1_769_860_800, """{"N":"1769860800"}""")]
    [InlineData(-62_135_596_800, """{"N":"-62135596800"}""")]
    [InlineData(253_402_300_799, """{"N":"253402300799"}""")]
    public void A_moment_is_written_in_seconds_since_1970(long seconds, string json)
    {
        Codec.EpochSeconds.Text(DateTimeOffset.FromUnixTimeSeconds(seconds)).ShouldBe(json);
        Codec.EpochSeconds.Value(json).ShouldBe(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Codec.EpochSeconds.Value(json).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void The_offset_does_not_change_the_seconds() =>
        Codec
            .EpochSeconds.Text(new DateTimeOffset(1970, 1, 1, 5, 30, 1, TimeSpan.FromHours(5.5)))
            .ShouldBe("""{"N":"1"}""");

    [Theory]
    [InlineData("1.5")]
    [InlineData("1E-1")]
    [InlineData("-62135596801")]
    [InlineData("253402300800")]
    [InlineData("9223372036854775807")]
    [InlineData("1E+100")]
    public void A_fraction_of_a_second_and_a_moment_beyond_the_calendar_are_refused(string text) =>
        Codec.EpochSeconds.Refuses($$"""{"N":"{{text}}"}""").ShouldBeTrue();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(9_999_999)]
    public void A_fraction_of_a_second_is_not_sent(long ticks)
    {
        var error = Codec.EpochSeconds.Refusal(Epoch.AddTicks(ticks));

        (error.Table, error.Field).ShouldBe(("things", "field"));
        error.Expected.ShouldBe("a moment in whole seconds since 1970-01-01T00:00:00Z as N");
        error.Found!.ShouldEndWith("+00:00, which is no whole second");
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("2026-01-31")]
    [InlineData("2024-02-29")]
    [InlineData("9999-12-31")]
    public void A_date_has_10_characters(string text)
    {
        Codec.Date.Text(Codec.Date.Value($$"""{"S":"{{text}}"}""")).ShouldBe($$"""{"S":"{{text}}"}""");
        Codec.Date.Untyped(text).ShouldBe($$"""{"S":"{{text}}"}""");
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("2025-02-29")]
    [InlineData("2026-1-31")]
    [InlineData("2026-01-31Z")]
    [InlineData("2026-01-3 ")]
    [InlineData("2026/01/31")]
    [InlineData("31.01.2026")]
    [InlineData("20260131")]
    [InlineData("0000-01-01")]
    [InlineData("2026-01-31T00:00:00")]
    [InlineData("2026-01-٣")]
    [InlineData("")]
    public void Another_form_of_a_date_is_refused(string text)
    {
        Codec.Date.Refuses($$"""{"S":"{{text}}"}""").ShouldBeTrue();
        Codec.Date.Refusal(text).Expected.ShouldBe("a date as S, such as 2026-01-31");
    }

    [Theory]
    [InlineData("""{"N":"1"}""")]
    [InlineData("""{"S":null}""")]
    [InlineData("""{"S":5}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("{}")]
    [InlineData("\"00:00:00\"")]
    public void Another_type_is_refused(string json)
    {
        Codec.Date.Refuses(json).ShouldBeTrue();
        Codec.Duration.Refuses(json).ShouldBeTrue();
        Codec.Timestamp.Refuses(json).ShouldBeTrue();
    }

    [Fact]
    public void A_text_is_read_although_every_character_is_escaped() =>
        Codec
            .Date.Value($$"""{"S":"{{string.Concat("2026-01-31".Select(character => $"\\u{(int)character:x4}"))}}"}""")
            .ShouldBe(new DateOnly(2026, 1, 31));

    [Fact]
    public void A_text_that_is_too_long_is_refused_untyped_too()
    {
        Codec.Date.Refusal("2026-01-311").Found.ShouldBe("String '2026-01-311'");
        Codec.Date.Refusal(5).Found.ShouldBe("Int32 '5'");
    }
}
