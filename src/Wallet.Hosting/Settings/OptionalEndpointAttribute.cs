using System.ComponentModel.DataAnnotations;

namespace Wallet.Hosting.Settings;

/// <summary>An http or https address without a path, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalEndpointAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is ""
        || (
            Uri.TryCreate(value as string, UriKind.Absolute, out var uri)
            && (uri.Scheme is "http" or "https")
            && uri.PathAndQuery == "/"
        );
}
