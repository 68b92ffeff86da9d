using Microsoft.Playwright;
using SystemTests.Parts;

namespace SystemTests.Gateway;

/// <summary>The page, in a real browser.</summary>
[Collection(nameof(ProgramTests))]
public sealed class PageTests(LocalServers servers, RunningGateway running)
    : IClassFixture<RunningGateway>,
        IAsyncLifetime
{
    private PageBrowser _browser = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _browser = await PageBrowser.StartAsync();
        _page = _browser.Page;
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task A_wallet_is_set_and_adjusted_and_what_others_do_to_it_is_seen_live()
    {
        var id = Guid.NewGuid();
        await _page.OpenAsync(running.Gateway, id);
        await _page.SaysAsync("There is no such wallet yet.");

        await _page.FillAsync("#new-balance", "12 500");
        await _page.ClickAsync("#set button");
        await _page.BalanceIsAsync("12500", version: 1);
        await _page.FillAsync("#amount", "250");
        await _page.ClickAsync("#adjust >> text=Debit");
        await _page.BalanceIsAsync("12250", version: 2);
        await _page.FillAsync("#amount", "1000");
        await _page.ClickAsync("#adjust >> text=Credit");
        await _page.BalanceIsAsync("13250", version: 3);

        await running.Gateway.PostAsync(id, "balance=14000");
        await _page.BalanceIsAsync("14000", version: 4);

        (await _page.Locator("#chart .dot").CountAsync()).ShouldBe(4);
        (await _page.Locator("#changes tr").First.InnerTextAsync()).ShouldContain("+750");
        _browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_typed_while_an_answer_is_on_its_way_stays()
    {
        var id = Guid.NewGuid();
        await running.Gateway.PostAsync(id, "balance=100");
        await _page.OpenAsync(running.Gateway, id);
        await _page.BalanceIsAsync("100", version: 1);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _page.RouteAsync("**/adjustments*", async route =>
        {
            var response = await route.FetchAsync();
            await answer.Task;
            await route.FulfillAsync(new() { Response = response });
        });

        await _page.FillAsync("#amount", "5");
        await _page.ClickAsync("#adjust >> text=Credit");
        await _page.BalanceIsAsync("105", version: 2);
        await _page.FillAsync("#amount", "7");
        await _page.SaysAsync("Sent. Waiting for the worker …");
        answer.SetResult();
        await _page.SaysAsync("Done: version 2");

        (await _page.InputValueAsync("#amount")).ShouldBe("7");
    }

    [Fact]
    public async Task Amounts_beyond_2_to_the_53rd_keep_every_digit()
    {
        var id = Guid.NewGuid();
        await _page.OpenAsync(running.Gateway, id);
        await _page.SaysAsync("There is no such wallet yet.");

        await _page.FillAsync("#new-balance", "9007199254740993");
        await _page.ClickAsync("#set button");
        await _page.BalanceIsAsync("9007199254740993", version: 1);
        await _page.FillAsync("#amount", "9214364837600034814");
        await _page.ClickAsync("#adjust >> text=Credit");

        await _page.BalanceIsAsync("9223372036854775807", version: 2);
        (await running.Gateway.Http.GetStringAsync($"wallet/{id}")).ShouldBe("9223372036854775807\n");
        await _page.OpenAsync(running.Gateway, id);
        await _page.BalanceIsAsync("9223372036854775807", version: 2);
        foreach (var width in new[] { 1280, 360 })
        {
            await _page.SetViewportSizeAsync(width, 740);
            (await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
            (
                await _page.EvaluateAsync<int>(
                    "() => { const text = document.createRange(); "
                        + "text.selectNodeContents(document.getElementById('balance')); return "
                        + "text.getClientRects().length; }"
                )
            ).ShouldBe(1, $"a balance that is broken into lines at {width} pixels is easily misread");
        }

        _browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_is_said_in_words_and_the_page_goes_on()
    {
        var id = Guid.NewGuid();
        await running.Gateway.PostAsync(id, "balance=100");
        await _page.OpenAsync(running.Gateway, id);
        await _page.BalanceIsAsync("100", version: 1);

        await _page.FillAsync("#amount", "101");
        await _page.ClickAsync("#adjust >> text=Debit");
        await _page.SaysAsync("The balance does not cover the amount.");
        await _page.FillAsync("#amount", "1.5");
        await _page.ClickAsync("#adjust >> text=Debit");
        await _page.SaysAsync("An amount is a whole number");
        await _page.FillAsync("#id", "nobody");
        await _page.ClickAsync("text=Look up");
        await _page.SaysAsync("That is no wallet's id");

        await _page.FillAsync("#amount", "100");
        await _page.ClickAsync("#adjust >> text=Debit");
        await _page.BalanceIsAsync("0", version: 2);
    }

    [Fact]
    public async Task The_pulse_counts_what_the_worker_does_and_what_is_parked()
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueuePurgeAsync("wallet-get-history_error");
        await _page.GotoAsync(running.Gateway.Http.BaseAddress!.ToString());
        await _page.WaitForFunctionAsync("() => document.getElementById('link').textContent === '1 worker'");

        await channel.BasicPublishAsync(
            "Wallet.Contracts:GetHistory",
            "",
            mandatory: true,
            new RabbitMQ.Client.BasicProperties(),
            "{}"u8.ToArray()
        );

        await _page.WaitForFunctionAsync(
            "() => document.getElementById('pulse-errors-tile').className === 'bad' && "
                + "document.getElementById('pulse-p99').textContent.endsWith(' ms')"
        );
        await channel.QueuePurgeAsync("wallet-get-history_error");
        _browser.Complaints.ShouldBeEmpty();
    }

    /// <summary>
    /// With WALLET_SCREENSHOTS set, docs/ gets the page as it looks; without it, the page is only drawn.
    /// </summary>
    [Theory]
    [InlineData(ColorScheme.Light, "page-light.png")]
    [InlineData(ColorScheme.Dark, "")]
    public async Task The_page_draws_a_history_and_fits_its_window(ColorScheme scheme, string file)
    {
        var id = Guid.Parse(
            scheme == ColorScheme.Light
                ? "0f8fad5b-d9cb-469f-a165-70867728950e"
                : "7d444840-9dc0-41d1-b245-5ffdce74fad2"
        );
        await _page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await running.Gateway.PostAsync(id, "balance=100000");
        int[] amounts =
        [
            12_500,
            -4_200,
            -9_900,
            30_000,
            -1_250,
            -18_000,
            -2_400,
            45_000,
            -7_700,
            -25_000,
            6_000,
            -3_300,
            52_000,
            -11_000,
            -19_500,
            8_800,
            -640,
            27_000,
        ];
        foreach (var amount in amounts)
            await running.Gateway.PostAsync(id, $"amount={amount}", "/adjustments");

        await _page.OpenAsync(running.Gateway, id);

        await _page.BalanceIsAsync($"{100_000 + amounts.Sum()}", version: amounts.Length + 1);
        await _page.WaitForFunctionAsync(
            $"() => document.querySelectorAll('#chart .dot').length === {amounts.Length + 1}"
        );
        await _page.WaitForFunctionAsync("() => document.getElementById('pulse-p50').textContent.endsWith(' ms')");
        (await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        if (file.Length > 0 && Environment.GetEnvironmentVariable("WALLET_SCREENSHOTS") is { Length: > 0 })
            await _page.ScreenshotAsync(
                new PageScreenshotOptions { Path = Path.Combine(Repository.Root, "docs", file), FullPage = true }
            );
        await _page.SetViewportSizeAsync(360, 740);
        (await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        _browser.Complaints.ShouldBeEmpty();
    }
}
