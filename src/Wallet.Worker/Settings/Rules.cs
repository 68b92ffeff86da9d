using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Wallet.Worker.Settings;

/// <summary>A host name or an address, without a port.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostNameAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string name && Uri.CheckHostName(name) != UriHostNameType.Unknown;
}

/// <summary>An http or https address without a path, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalEndpointAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is "" || (Uri.TryCreate(value as string, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.PathAndQuery == "/");
}

/// <summary>A file that can be made: its folder exists, and it is no folder itself. Or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalFileAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is "" || (value is string file && !Directory.Exists(file) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))));
}

/// <summary>A file that is there and may be read, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReadableFileAttribute : ValidationAttribute
{
    public override bool IsValid(object? value)
    {
        if (value is not string { Length: > 0 } file)
            return value is "";
        try
        {
            using var opened = File.OpenRead(file);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}

/// <summary>Only there for the words that say what a yes or no takes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IsBooleanAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is bool;
}

/// <summary>Settings of which some are right or wrong only together, or are made of others.</summary>
internal interface ISettingsTogether
{
    /// <summary>Completes them, once each by itself is right. A line for each fault.</summary>
    IEnumerable<string> Complete();
}

/// <summary>Up to 10 delays of 1 second to 1 day, with commas between them, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DelaysInSecondsAttribute : ValidationAttribute
{
    private const int CountMax = 10;
    private const int SecondsMax = 86_400;

    public override bool IsValid(object? value) => value is string text && Parse(text) is not null;

    /// <summary>The delays; null where the text is no such list.</summary>
    public static IReadOnlyList<int>? Parse(string text)
    {
        if (text.Length == 0)
            return [];
        var delays = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (delays.Count == CountMax || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > SecondsMax)
                return null;
            delays.Add(seconds);
        }

        return delays;
    }
}
