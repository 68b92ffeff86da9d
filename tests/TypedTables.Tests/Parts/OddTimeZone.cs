using System.Buffers.Binary;

namespace TypedTables.Tests.Parts;

/// <summary>Makes the host's time zone one of +05:30, whatever zones the host knows, until it is disposed of.</summary>
internal sealed class OddTimeZone : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable("TZ");
    private readonly string _file = Path.GetTempFileName();

    public OddTimeZone()
    {
        File.WriteAllBytes(_file, ZoneFile(TimeSpan.FromHours(5.5)));
        Use(_file);
    }

    public void Dispose()
    {
        Use(_before);
        File.Delete(_file);
    }

    private static void Use(string? zone)
    {
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
    }

    /// <summary>The smallest file of RFC 8536: no transitions, one offset, and its abbreviation.</summary>
    private static byte[] ZoneFile(TimeSpan offset)
    {
        var file = new byte[44 + 6 + 4];
        "TZif"u8.CopyTo(file);
        file[39] = 1; // one offset
        file[43] = 4; // an abbreviation of four bytes
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(44), (int)offset.TotalSeconds);
        "ODD\0"u8.CopyTo(file.AsSpan(50));
        return file;
    }
}
