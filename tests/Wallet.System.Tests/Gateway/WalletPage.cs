using Microsoft.Playwright;

namespace SystemTests.Gateway;

/// <summary>What a wallet's page shows.</summary>
internal static class WalletPage
{
    /// <summary>Reloads a gateway's page with a wallet.</summary>
    public static async Task OpenAsync(this IPage page, GatewayProcess gateway, Guid id)
    {
        await page.GotoAsync("about:blank");
        await page.GotoAsync($"{gateway.Http.BaseAddress}#{id}");
    }

    public static async Task BalanceIsAsync(this IPage page, string digits, long version) =>
        await page.WaitForFunctionAsync(
            """
            ([digits, version]) => document.getElementById('balance').textContent.replace(/[^0-9]/g, '') === digits
              && document.getElementById('version').textContent === `version ${version}`
            """,
            new[] { digits, $"{version}" });

    public static async Task SaysAsync(this IPage page, string words) =>
        await page.WaitForFunctionAsync(
            "words => document.getElementById('said-text').textContent.includes(words)", words);

    /// <summary>Waits until the badge at the top says this, in green or in red.</summary>
    public static async Task BadgeIsAsync(this IPage page, string words, bool isGood) =>
        await page.WaitForFunctionAsync(
            """
            ([words, kind]) => document.getElementById('link').textContent === words
              && document.getElementById('link').classList.contains(kind)
            """,
            new[] { words, isGood ? "good" : "bad" });

    /// <summary>Sets or, with a path, adjusts a wallet, as another client.</summary>
    public static async Task PostAsync(this GatewayProcess gateway, Guid id, string form, string path = "")
    {
        using var content = new StringContent(form, null, "application/x-www-form-urlencoded");
        using var answer = await gateway.Http.PostAsync($"wallet/{id}{path}", content);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }
}
