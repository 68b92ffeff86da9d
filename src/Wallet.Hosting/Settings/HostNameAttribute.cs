using System.ComponentModel.DataAnnotations;

namespace Wallet.Hosting.Settings;

/// <summary>A host name or an address, without a port.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostNameAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is string name && Uri.CheckHostName(name) != UriHostNameType.Unknown;
}
