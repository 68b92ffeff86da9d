using Microsoft.Playwright;
using SystemTests.Parts;

namespace SystemTests.Gateway;

/// <summary>What the page says and draws, and to whom it can be of use.</summary>
[Collection(nameof(ProgramTests))]
public sealed class PageWordsTests(RunningGateway running) : IClassFixture<RunningGateway>, IAsyncLifetime
{
    private readonly Guid _id = Guid.NewGuid();
    private PageBrowser _browser = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _browser = await PageBrowser.StartAsync();
        _page = _browser.Page;
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();

    [Theory]
    [InlineData("Credit")]
    [InlineData("Debit")]
    public async Task The_buttons_say_which_way_an_amount_goes_and_a_sign_is_refused(string button)
    {
        await OpenAsync(100);

        foreach (var typed in new[] { "-5", "0" })
        {
            await _page.FillAsync("#amount", typed);
            await _page.ClickAsync($"#adjust >> text={button}");
            await _page.SaysAsync("Type an amount above zero: Credit adds it, and Debit takes it.");
        }

        await _page.FillAsync("#amount", "5");
        await _page.ClickAsync($"#adjust >> text={button}");
        await _page.BalanceIsAsync(button == "Credit" ? "105" : "95", version: 2);
    }

    [Fact]
    public async Task Without_a_mouse_the_focus_stays_where_it_was()
    {
        await OpenAsync(100);

        await _page.FocusAsync("#amount");
        await _page.Keyboard.TypeAsync("5");
        await _page.Keyboard.PressAsync("Tab");
        await _page.Keyboard.PressAsync("Tab");
        await _page.Keyboard.PressAsync("Enter");
        await _page.SaysAsync("Done: version 2");
        (await FocusedAsync()).ShouldBe("Debit");

        await _page.RouteAsync("**/adjustments*", route => route.AbortAsync());
        await _page.FillAsync("#amount", "5");
        await _page.FocusAsync("#adjust >> text=Debit");
        await _page.Keyboard.PressAsync("Enter");
        await _page.SaysAsync("It may have happened.");
        (await FocusedAsync()).ShouldBe("Debit");
        await _page.UnrouteAllAsync();
        await _page.FocusAsync("#again");
        await _page.Keyboard.PressAsync("Enter");
        await _page.SaysAsync("Done: version 3");
        (await FocusedAsync()).ShouldStartWith("Done: version 3");
    }

    [Fact]
    public async Task Problems_are_said_in_the_words_of_the_page_and_not_of_HTTP()
    {
        await _page.OpenAsync(running.Gateway, _id);
        await _page.SaysAsync("There is no such wallet yet.");
        await _page.FillAsync("#amount", "5");
        await _page.ClickAsync("#adjust >> text=Credit");
        await _page.WaitForFunctionAsync("() => document.getElementById('said').classList.contains('bad')");
        (await _page.InnerTextAsync("#said-text"))
            .ShouldBe("There is no such wallet yet. Set its balance, and there is.");

        await OpenAsync(100);
        await _page.RouteAsync("**/events*", route => route.AbortAsync());
        await _page.OpenAsync(running.Gateway, _id);
        await _page.BalanceIsAsync("100", version: 1);
        // which no event tells, nor the page's own look when events fail
        await _page.RouteAsync(url => url.Contains($"/wallet/{_id}?", StringComparison.Ordinal), route =>
            route.Request.Method == "GET" ? route.AbortAsync() : route.ContinueAsync());
        await running.Gateway.PostAsync(_id, "balance=7");
        await _page.FillAsync("#new-balance", "200");
        await _page.ClickAsync("#set button");
        await _page.SaysAsync("Somebody changed it first: it is 7 now, at version 2.");
    }

    [Theory]
    [InlineData(360)]
    [InlineData(320)]
    public async Task A_phone_shows_all_of_a_wallets_id(int width)
    {
        await _page.SetViewportSizeAsync(width, 740);
        await OpenAsync(100);

        (await _page.Locator("#id").EvaluateAsync<bool>("id => id.scrollWidth <= id.clientWidth")).ShouldBeTrue();
        (await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
    }

    /// <summary>
    /// Balances, what is written at their heights, and whether the drawing is filled at a point, in shares of its width
    /// and height.
    /// </summary>
    [Theory]
    [InlineData("100", "100", 0.5, 0.5, true)] // one version reaches from edge to edge, and stands on the ground
    [InlineData("0", "0", 0.5, 0.9, false)]
    [InlineData("-100", "−100", 0.5, 0.5, true)]
    [InlineData("1000 1000", "1,000", 0.5, 0.5, true)]
    [InlineData("1000 1010", "1,010 1,000", 0.25, 0.9, false)] // on the lower edge
    [InlineData("-10 -100 -10", "−10 −100", 0.25, 0.9, false)] // between zero and the line, not below it
    [InlineData("-10 -100 -10", "−10 −100", 0.75, 0.5, true)]
    [InlineData("100 -100", "100 −100", 0.5, 0.9, false)]
    [InlineData("100 -100", "100 −100", 0.5, 0.25, true)]
    public async Task The_chart_writes_balances_that_were_and_is_filled_from_zero(
        string balances, string written, double across, double down, bool isFilled)
    {
        var all = balances.Split(' ');
        foreach (var balance in all)
            await running.Gateway.PostAsync(_id, $"balance={balance}");
        await _page.OpenAsync(running.Gateway, _id);
        await _page.WaitForFunctionAsync($"() => document.querySelectorAll('#chart .dot').length === {all.Length}");

        var texts = await _page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('#chart text')].map((one) => one.textContent)
              .filter((one) => !one.startsWith('version'))
            """);
        string.Join(' ', texts).Replace('\u2009', ',').ShouldBe(written);
        (await _page.EvaluateAsync<bool>(
            """
            ([across, down]) => {
              const [svg, area] = [document.getElementById('chart'), document.querySelector('#chart .area')];
              const [, , width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
              const [top, bottom] = [24, height - 42];
              return area.isPointInFill(new DOMPoint(8 + across * (width - 16), top + down * (bottom - top)));
            }
            """,
            new[] { across, down })).ShouldBe(isFilled);
    }

    private async Task OpenAsync(long balance)
    {
        await running.Gateway.PostAsync(_id, $"balance={balance}");
        await _page.OpenAsync(running.Gateway, _id);
        await _page.BalanceIsAsync($"{balance}", version: 1);
    }

    private Task<string> FocusedAsync() => _page.EvaluateAsync<string>(
        "document.activeElement === document.body ? 'nothing' : document.activeElement.textContent.trim()");
}
