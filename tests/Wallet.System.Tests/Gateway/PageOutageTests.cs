using Microsoft.Playwright;
using SystemTests.Parts;

namespace SystemTests.Gateway;

/// <summary>What the page makes of whatever is away, and of many of its own kind.</summary>
[Collection(nameof(ProgramTests))]
public sealed class PageOutageTests(RunningGateway running) : IClassFixture<RunningGateway>
{
    /// <summary>More than a browser opens connections to a host.</summary>
    private const int Tabs = 8;

    [Fact]
    public async Task Without_a_worker_or_its_database_the_page_says_at_once_what_it_waits_for_and_goes_on_later()
    {
        var id = Guid.NewGuid();
        await using var broker = new BrokerPart();
        await using var engine = new EnginePart();
        await Task.WhenAll(broker.StartAsync(), engine.StartAsync());
        await using var gateway = await GatewayProcess.StartAsync(broker.Port, ("Gateway__AnswerTimeoutMs", "20000"));
        await using var browser = await PageBrowser.StartAsync();
        var page = browser.Page;

        await page.OpenAsync(gateway, id);
        await page.SaysAsync("Looking it up … No worker takes messages now. They wait in their queues.");
        await page.BadgeIsAsync("no worker", isGood: false);
        await page.SaysAsync("No worker has answered in time. The page goes on trying.");

        var tables = new Uri($"http://127.0.0.1:{engine.Port}");
        await using var worker = WorkerProcess.Launch(broker.Port, tables, ("Worker__PulseSeconds", "1"));
        await page.BadgeIsAsync("1 worker", isGood: true);
        await page.WaitForFunctionAsync("() => document.getElementById('version').textContent === 'no version yet'");
        await page.FillAsync("#new-balance", "500");
        await page.ClickAsync("#set button");
        await page.BalanceIsAsync("500", version: 1);

        await engine.StopAsync();
        await page.BadgeIsAsync("database unreachable", isGood: false);
        await page.FillAsync("#amount", "5");
        await page.ClickAsync("#adjust >> text=Credit");
        await page.SaysAsync("Sent. Waiting for the worker … The worker does not reach its database. Messages wait");

        await engine.StartAsync();
        await page.BadgeIsAsync("1 worker", isGood: true);
        await page.WaitForFunctionAsync(
            """
            () => document.getElementById('said-text').textContent.startsWith('Done')
              || !document.getElementById('again').hidden
            """);
        if (await page.IsVisibleAsync("#again"))
            await page.ClickAsync("#again");
        await page.BalanceIsAsync("505", version: 2);
    }

    [Fact]
    public async Task More_tabs_than_a_browser_has_connections_all_open_and_all_follow_the_wallet()
    {
        var id = Guid.NewGuid();
        await running.Gateway.PostAsync(id, "balance=100");
        await using var browser = await PageBrowser.StartAsync();
        var pages = new List<IPage> { browser.Page };
        while (pages.Count < Tabs)
            pages.Add(await browser.NewTabAsync());

        foreach (var page in pages)
        {
            await page.OpenAsync(running.Gateway, id);
            await page.BalanceIsAsync("100", version: 1);
        }

        await running.Gateway.PostAsync(id, "balance=200");
        foreach (var page in pages)
            await page.BalanceIsAsync("200", version: 2);

        // Whichever tabs go, those that looked so far get their places.
        foreach (var page in pages[..^3])
            await page.CloseAsync();
        await running.Gateway.PostAsync(id, "balance=300");
        foreach (var page in pages[^3..])
            await page.BalanceIsAsync("300", version: 3);
    }
}
