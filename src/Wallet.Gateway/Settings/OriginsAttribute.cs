using System.ComponentModel.DataAnnotations;

namespace Wallet.Gateway.Settings;

/// <summary>
/// Origins of pages, <c>https://wallet.example.com</c> or with a port, with semicolons between them; or nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OriginsAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string text && Parse(text) is not null;

    /// <summary>
    /// The origins, each with its port, whether that was written or not; null where the text is no such list.
    /// </summary>
    public static IReadOnlyList<Uri>? Parse(string text)
    {
        if (text.Length == 0)
            return [];
        var origins = text.Split(';', StringSplitOptions.TrimEntries).Select(Origin).ToList();
        return origins.Contains(null) ? null : [.. origins.OfType<Uri>()];
    }

    /// <summary>
    /// An origin as browsers send it; null where it is none, such as <c>null</c>, which they send for a page without
    /// one.
    /// </summary>
    public static Uri? Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" } ? uri : null;
}
