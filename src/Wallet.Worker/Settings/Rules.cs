using System.ComponentModel.DataAnnotations;

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
