using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

[Collection(nameof(ProcessEnvironment))]
public sealed class TimestampZoneTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly OddTimeZone _zone = new();

    public void Dispose() => _zone.Dispose();

    [Fact]
    public void The_zone_of_these_tests_is_in_force() =>
        TimeZoneInfo.Local.GetUtcOffset(Noon).ShouldBe(TimeSpan.FromHours(5.5));

    [Fact]
    public void The_hosts_time_zone_does_not_change_what_is_read()
    {
        var read = FieldJson.Read(Wallets.ChangedAt, """{"S":"2026-01-31T12:00:00.0000000Z"}""");

        (read, read.Offset).ShouldBe((Noon, TimeSpan.Zero));
    }

    [Fact]
    public void The_hosts_time_zone_does_not_change_what_is_written()
    {
        FieldJson.Write(Wallets.ChangedAt, Noon).ShouldBe("""{"S":"2026-01-31T12:00:00.0000000Z"}""");
        FieldJson.Write(Wallets.ChangedAt, Noon.ToLocalTime()).ShouldBe("""{"S":"2026-01-31T12:00:00.0000000Z"}""");
    }
}
