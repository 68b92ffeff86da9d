using Microsoft.Playwright;

namespace SystemTests.Gateway;

/// <summary>A real browser with the gateway's page.</summary>
internal sealed class PageBrowser : IAsyncDisposable
{
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("wallet-browser-");
    private readonly List<string> _complaints = [];
    private readonly string[] _expected = ["404", "422"];
    private IPlaywright _playwright = null!;
    private IBrowserContext _browser = null!;

    /// <summary>The first tab.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>What the first tab's console complained of.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<PageBrowser> StartAsync()
    {
        var browser = new PageBrowser { _playwright = await Playwright.CreateAsync() };
        var options = new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Headless = true,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
            ViewportSize = new ViewportSize { Width = 1200, Height = 1010 },
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        };
        var chromium = browser._playwright.Chromium;
        browser._browser = await chromium.LaunchPersistentContextAsync(browser._profile.FullName, options);
        browser._browser.SetDefaultTimeout(60_000);
        browser.Page = browser._browser.Pages[0];
        browser.Page.Console += (_, message) => browser.Note(message.Type == "error" ? message.Text : null);
        browser.Page.PageError += (_, error) => browser.Note(error);
        return browser;
    }

    /// <summary>Another tab.</summary>
    public Task<IPage> NewTabAsync() => _browser.NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _profile.Delete(recursive: true);
    }

    /// <summary>A 404 is how the page learns that there is no wallet; a browser logs it all the same.</summary>
    private void Note(string? complaint)
    {
        if (complaint is not null && !_expected.Any(complaint.Contains))
            _complaints.Add(complaint);
    }
}
