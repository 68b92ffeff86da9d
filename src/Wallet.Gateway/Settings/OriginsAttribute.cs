using System.ComponentModel.DataAnnotations;

namespace Wallet.Gateway.Settings;

/// <summary>
/// Origins of pages, such as <c>https://wallet.example.com</c>, with or without a port, separated by semicolons; or
/// nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OriginsAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string text && Parse(text) is not null;

    /// <summary>Parses the origins, adding default ports; null if the text is not such a list.</summary>
    public static IReadOnlyList<Uri>? Parse(string text)
    {
        if (text.Length == 0)
            return [];
        var origins = text.Split(';', StringSplitOptions.TrimEntries).Select(Origin).ToList();
        return origins.Contains(null) ? null : [.. origins.OfType<Uri>()];
    }

    /// <summary>
    /// Parses an origin as browsers send it; null if it is invalid, or <c>null</c>, which they send for a page without
    /// one.
    /// </summary>
    public static Uri? Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" } ? uri : null;
}
