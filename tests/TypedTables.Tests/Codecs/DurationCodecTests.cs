using FsCheck;
using FsCheck.Fluent;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class DurationCodecTests
{
    [Fact]
    public void Any_duration_comes_back_to_the_tick() => Check.QuickThrowOnFailure(Prop.ForAll<DoNotSize<long>>(any =>
        Codec.Duration.RoundTrip(new TimeSpan(any.Item)) == new TimeSpan(any.Item)));

    [Theory]
    [InlineData("00:00:00", 0)]
    [InlineData("00:00:00.0000001", 1)]
    [InlineData("-00:00:01", -TimeSpan.TicksPerSecond)]
    [InlineData("1.00:00:00", TimeSpan.TicksPerDay)]
    [InlineData("1.02:03:04.5000000", 937_845_000_000)]
    [InlineData("10675199.02:48:05.4775807", long.MaxValue)]
    [InlineData("-10675199.02:48:05.4775808", long.MinValue)]
    public void A_duration_is_written_in_its_constant_form(string text, long ticks)
    {
        Codec.Duration.Text(new TimeSpan(ticks)).ShouldBe($$"""{"S":"{{text}}"}""");
        Codec.Duration.Value($$"""{"S":"{{text}}"}""").ShouldBe(new TimeSpan(ticks));
        Codec.Duration.Untyped(text).ShouldBe($$"""{"S":"{{text}}"}""");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1:02")]
    [InlineData("1:02:03")]
    [InlineData("0.01:02:03")]
    [InlineData("01.02:03:04")]
    [InlineData("1:02:03:04")]
    [InlineData("01:02:03.5")]
    [InlineData("01:02:03.0000000")]
    [InlineData("01:02:03.50000000")]
    [InlineData("24:00:00")]
    [InlineData("00:60:00")]
    [InlineData("+01:02:03")]
    [InlineData("-00:00:00")]
    [InlineData(" 01:02:03")]
    [InlineData("01:02:03 ")]
    [InlineData("01:02:03x")]
    [InlineData("10675199.02:48:05.4775808")]
    [InlineData("PT1H")]
    [InlineData("")]
    public void Another_form_of_a_duration_is_refused(string text) =>
        Codec.Duration.Refuses($$"""{"S":"{{text}}"}""").ShouldBeTrue();
}
