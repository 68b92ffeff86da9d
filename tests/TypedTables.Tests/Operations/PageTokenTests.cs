using System.Text;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Operations;

public sealed class PageTokenTests
{
    private const string LastKey = $$$"""{"wallet_id":{"S":"{{{Wallets.UserText}}}"},"sequence":{"N":"2"}}""";

    private static readonly WireReply Empty = RecordingWire.Reply("""{"Count":0,"Items":[]}""");

    [Fact]
    public async Task A_token_survives_as_text_and_goes_on_where_its_page_ended()
    {
        var wire = new RecordingWire(RecordingWire.Reply($$"""{"Items":[],"LastEvaluatedKey":{{LastKey}}}"""), Empty);
        var query = wire.Table(Ledger.Schema).Query(Ledger.WalletId, Wallets.User);
        var token = (await query.PagesAsync().FirstAsync()).Next.ShouldNotBeNull();

        var parsed = PageToken.Parse(token.ToString());
        await query.From(parsed).PagesAsync().ToListAsync();

        parsed.ShouldBe(token);
        parsed.GetHashCode().ShouldBe(token.GetHashCode());
        token.ToString().ShouldNotContain('=');
        wire.Requests[1].ShouldContain($""","ExclusiveStartKey":{LastKey},""");
        wire.Requests[0].ShouldNotContain("ExclusiveStartKey");
    }

    [Fact]
    public void Tokens_of_other_places_differ()
    {
        var token = TokenOf("ledger", LastKey);

        token.ShouldBe(TokenOf("ledger", LastKey));
        token.ShouldNotBe(TokenOf("ledger/by_time", LastKey));
        token.ShouldNotBe(TokenOf("ledger", LastKey.Replace("\"2\"", "\"3\"", StringComparison.Ordinal)));
        token.Equals(null).ShouldBeFalse();
    }

    [Fact]
    public async Task No_token_starts_at_the_beginning()
    {
        var wire = new RecordingWire(Empty);

        await wire.Table(Ledger.Schema).Scan().From(TokenOf("ledger", LastKey)).From(null).PagesAsync().ToListAsync();

        wire.Requests.ShouldBe(["""{"TableName":"ledger"}"""]);
    }

    [Fact]
    public void A_token_of_another_table_or_index_is_refused()
    {
        var scan = new RecordingWire().Table(Ledger.Schema).Scan();
        var ofIndex = TokenOf("ledger/by_time", LastKey);

        Should
            .Throw<ArgumentException>(() => scan.From(TokenOf("wallets", LastKey)))
            .Message.ShouldStartWith("The page token is of 'wallets', not of 'ledger'.");
        Should.Throw<ArgumentException>(() => scan.From(ofIndex)).ParamName.ShouldBe("token");
        scan.On(Ledger.Schema.LocalIndexes[0]).From(ofIndex).ShouldNotBeNull();
        Should
            .Throw<ArgumentException>(() => scan.From(TokenOf("ledger", LastKey)).On(Ledger.Schema.LocalIndexes[0]))
            .ParamName.ShouldBe("token");
        Should
            .Throw<ArgumentException>(() => scan.From(TokenOf("ledger", LastKey)).On(Ledger.Schema.GlobalIndexes[0]))
            .ParamName.ShouldBe("token");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("abcde")]
    [InlineData("????")]
    [InlineData("bGVkZ2Vy")] // no line feed
    [InlineData("CnsiYSI6eyJOIjoiMSJ9fQ")] // no table before it
    [InlineData("bGVkZ2VyCg")] // no key after it
    [InlineData("bGVkZ2VyCnt9eA")] // {}x
    [InlineData("bGVkZ2VyClsxXQ")] // [1]
    [InlineData("bGVkZ2VyCnsiYSI6MX0")] // {"a":1}
    [InlineData("bGVkZ2VyCnsiYSI6eyJOIjoxfX0")] // {"a":{"N":1}}
    [InlineData("bGVkZ2VyCnsiYSI6e319")] // {"a":{}}
    [InlineData("bGVkZ2VyCnsiYSI6eyJOIjoiMSJ9LCJhIjp7Ik4iOiIxIn19")] // {"a":{"N":"1"},"a":{"N":"1"}}
    public void What_is_no_token_is_refused(string text) =>
        Should.Throw<FormatException>(() => PageToken.Parse(text)).Message.ShouldBe("This is no page token.");

    [Fact]
    public void Whatever_is_changed_in_a_token_it_is_one_or_is_refused()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var parsed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Fuzz.Changed(random, Encoding.UTF8.GetBytes("ledger\n" + LastKey));
            try
            {
                PageToken.Parse(Convert.ToBase64String(bytes).TrimEnd('=')).ToString().ShouldNotBeEmpty();
                parsed++;
            }
            catch (FormatException)
            {
                // Refused, as it should be.
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, try {i}: {Convert.ToBase64String(bytes)} led to {error}");
            }
        }

        parsed.ShouldBeInRange(1, 19_999, $"seed {seed} shows nothing");
    }

    [Fact]
    public void A_token_that_is_null_is_refused_by_name() =>
        Should.Throw<ArgumentNullException>(() => PageToken.Parse(null!)).ParamName.ShouldBe("text");

    private static PageToken TokenOf(string source, string key) =>
        PageToken.From(source, RecordingWire.Reply($$"""{"LastEvaluatedKey":{{key}}}""")).ShouldNotBeNull();
}
