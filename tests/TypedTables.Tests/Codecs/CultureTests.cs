using System.Globalization;
using System.Numerics;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class CultureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(2));

    public static TheoryData<string> Cultures => ["de-DE", "ar-SA"];

    [Fact]
    public void These_cultures_do_change_what_is_written_without_care()
    {
        using (new RealCulture("de-DE"))
            1.5m.ToString(CultureInfo.CurrentCulture).ShouldBe("1,5");
        using (new RealCulture("ar-SA"))
        {
            new DateOnly(2026, 1, 31).ToString("yyyy-MM-dd", CultureInfo.CurrentCulture).ShouldNotBe("2026-01-31");
            (-1).ToString(CultureInfo.CurrentCulture).ShouldNotBe("-1");
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Numbers_are_written_and_read_as_ever(string culture)
    {
        using var real = new RealCulture(culture);

        Codec.Int64.Text(-1234567).ShouldBe("""{"N":"-1234567"}""");
        Codec.Int32.Text(-1234567).ShouldBe("""{"N":"-1234567"}""");
        Codec.Decimal.Text(-1234567.5m).ShouldBe("""{"N":"-1234567.5"}""");
        Codec.BigInteger.Text(BigInteger.Pow(-7, 43)).ShouldBe("""{"N":"-2183814375991796599109312252753832343"}""");
        Codec.Number.Text(new Number(-15, -50)).ShouldBe("""{"N":"-15E-50"}""");
        Codec.Number.Text(new Number(-15, 50)).ShouldBe("""{"N":"-15E\u002B50"}""");
        Codec.EpochSeconds.Text(DateTimeOffset.UnixEpoch.AddSeconds(-1)).ShouldBe("""{"N":"-1"}""");
        Codec.Int64Set.Text(new HashSet<long> { -1, 2000 }).ShouldBe("""{"NS":["-1","2000"]}""");

        Codec.Int32.Value("""{"N":"-1234567"}""").ShouldBe(-1234567);
        Codec.Decimal.Value("""{"N":"-1234567.5"}""").ShouldBe(-1234567.5m);
        Codec.Number.Value("""{"N":"-1.5E-49"}""").ShouldBe(new Number(-15, -50));
        Codec.Decimal.Refuses("""{"N":"1,5"}""").ShouldBeTrue();
        Codec.Decimal.Untyped("-1.5").ShouldBe("""{"N":"-1.5"}""");
        Codec.Number.Untyped(-1.5m).ShouldBe("""{"N":"-1.5"}""");
        Codec.Number.Untyped((short)-15).ShouldBe("""{"N":"-15"}""");
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Moments_are_written_and_read_as_ever(string culture)
    {
        using var real = new RealCulture(culture);

        Codec.Timestamp.Text(Noon).ShouldBe("""{"S":"2026-01-31T10:00:00.0000000Z"}""");
        Codec.Timestamp.Value("""{"S":"2026-01-31T10:00:00.0000000Z"}""").ShouldBe(Noon);
        Codec.Date.Text(new DateOnly(2026, 1, 31)).ShouldBe("""{"S":"2026-01-31"}""");
        Codec.Date.Value("""{"S":"2026-01-31"}""").ShouldBe(new DateOnly(2026, 1, 31));
        Codec.Date.Refuses("""{"S":"1447-08-12"}""").ShouldBeFalse(); // a date of our own calendar, long ago
        Codec.Duration.Text(new TimeSpan(-1, -2, -3, -4, -500)).ShouldBe("""{"S":"-1.02:03:04.5000000"}""");
        Codec.Duration.Value("""{"S":"-1.02:03:04.5000000"}""").ShouldBe(new TimeSpan(-1, -2, -3, -4, -500));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Errors_and_expressions_are_worded_as_ever(string culture)
    {
        using var real = new RealCulture(culture);

        Codec.Int64.Refusal(-5.5).Found.ShouldBe("Double '-5.5'");
        Codec
            .EpochSeconds.Refusal(Noon.AddTicks(1))
            .Found.ShouldBe("2026-01-31T12:00:00.0000001+02:00, which is no whole second");
        Codec.Enum<DayOfWeek>().Refusal((DayOfWeek)7).Found.ShouldBe("7, which has no name");
        Should
            .Throw<TableDeclarationException>(() =>
                new TableSchema<Wallet>(
                    "tables",
                    KeySchema.Hash(Wallets.UserId),
                    [Wallets.UserId],
                    _ => new Wallet(default, 0),
                    (_, _) => { },
                    throughput: new Throughput(-1, 5)
                )
            )
            .Found.ShouldBe("-1 and 5");
    }
}
