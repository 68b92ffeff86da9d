using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using TypedTables.Wire;

namespace SystemTests.Tables;

/// <summary>
/// The code of docs/tables.md: each piece stands here between two marks, is compiled, and runs on both engines.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class TablesPageTests(Engines engines)
{
    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task The_code_of_the_page_does_what_the_page_says(string engine)
    {
        using var client = engines.Client(engine);
        var walletId = Guid.NewGuid();
        var now = DateTimeOffset.UnixEpoch;

        var entries = client.Table(Entries.Schema);
        await entries.EnsureCreatedAsync();
        var first = new Entry(walletId, 1, 12.50m, Kind.Credit, ["opened"], now, new Note("hello", null), Version: 1);
        await entries.PutAsync(first, when: Entries.Wallet.NotExists());
        var key = Key.Of(Entries.Wallet, walletId, Entries.Number, 1);
        Entry? stored = await entries.GetAsync(key);

        // [get]
        Item? some = await entries.GetAsync(key, only: [Entries.Amount, Entries.Kind], consistent: false);
        // [/get]
        stored.ShouldNotBeNull().Amount.ShouldBe(12.5m);
        some.ShouldNotBeNull().Get(Entries.Kind).ShouldBe(Kind.Credit);

        // [update]
        var changed = await entries.UpdateAsync(
            key,
            Entries.Amount.Increase(2.25m).And(Entries.Tags.Append("raised")).And(Entries.Note.Remove()),
            when: Entries.Kind.Is(Kind.Credit).And(Entries.Amount.IsBetween(0, 100)),
            returnValues: ReturnValues.AllNew);
        // [/update]
        changed.Item.ShouldNotBeNull().Amount.ShouldBe(14.75m);
        changed.Item.Tags.ShouldBe(["opened", "raised"]);

        // [lock]
        var applied = await entries.UpdateAsync(key, Entries.Amount.Set(20), Entries.Version.Lock(stored.Version));
        var refused = await entries.UpdateAsync(key, Entries.Amount.Set(30), Entries.Version.Lock(stored.Version));
        // refused.IsApplied is false, and refused.Item is the item as it is, at version 2
        // [/lock]
        (applied.IsApplied, refused.IsApplied, refused.Item!.Version).ShouldBe((true, false, 2));

        // [batch]
        var written = await entries.BatchWriteAsync(
            put: Enumerable.Range(2, 60).Select(number => first with { Number = number })
        );
        var found = await entries.BatchGetAsync(
            Enumerable.Range(1, 200).Select(number => Key.Of(Entries.Wallet, walletId, Entries.Number, number))
        );
        // written.IsComplete, found.Items: 61 items, found.Unread: none
        // [/batch]
        (written.IsComplete, found.Items.Count, found.Unread.Count).ShouldBe((true, 61, 0));

        // [query]
        var query = entries
            .Query(Entries.Wallet, walletId)
            .WithRange(Entries.Number.IsAtLeast(10))
            .Descending()
            .Where(Entries.Tags.Size().IsGreaterThan(0));
        await foreach (var entry in query)
            Console.WriteLine($"{entry.Number} {entry.Amount}");
        // [/query]
        (await query.CountAsync()).ShouldBe(52);

        // [pages]
        var page = await query.InPagesOf(20).PagesAsync().FirstAsync();
        string? token = page.Next?.ToString(); // to be kept anywhere, for as long as you like
        var rest = query.From(PageToken.Parse(token!));
        // [/pages]
        (await rest.CountAsync()).ShouldBe(32);

        // [index]
        var credits = entries.Query(Entries.Kind, Kind.Credit).On(Entries.ByKind);
        var part = entries.Scan().Segment(0, of: 4);
        // [/index]
        (await credits.CountAsync()).ShouldBe(61);
        (await part.CountAsync()).ShouldBeLessThanOrEqualTo(61);

        // [transact]
        var outcome = await client.TransactWriteAsync(
        [
            entries.Update(key, Entries.Amount.Decrease(5), when: Entries.Amount.IsAtLeast(5)),
            entries.Put(first with { Number = 100 }, when: Entries.Wallet.NotExists()),
            entries.Check(Key.Of(Entries.Wallet, walletId, Entries.Number, 2), Entries.Kind.Is(Kind.Debit)),
        ], clientToken: "4d1f0c6a");
        // outcome.IsApplied is false: outcome.Refusals names action 2 and carries its current item
        // [/transact]
        outcome.Refusals.ShouldHaveSingleItem().Index.ShouldBe(2);
        outcome.Refusals[0].Item(entries).ShouldNotBeNull().Kind.ShouldBe(Kind.Credit);

        // [together]
        var one = entries.Read(key);
        var other = entries.Read(Key.Of(Entries.Wallet, walletId, Entries.Number, 2));
        TransactGetResult together = await client.TransactGetAsync([one, other]); // as they are at one moment
        Entry? fromOne = together.Item(one);
        // [/together]
        fromOne.ShouldNotBeNull().Number.ShouldBe(1);
        together.Item(other).ShouldNotBeNull().Number.ShouldBe(2);

        // [verify]
        // each by name: what is declared, what was found
        IReadOnlyList<TableDifference> differences = await entries.VerifyAsync();
        // global indexes and time to live; never drops anything
        IReadOnlyList<string> added = await entries.AddMissingAsync();
        TableState state = await entries.FindStateAsync();                        // there, usable, replicated? One call
        bool turnedOn = await entries.EnableTimeToLiveAsync();                    // which a restore leaves off
        // [/verify]
        differences.ShouldBeEmpty();
        added.ShouldBeEmpty();
        (state.IsUsable, state.Replicas.Count, turnedOn).ShouldBe((true, 0, false));

        // [delete]
        var deleted = await entries.DeleteAsync(key, when: Entries.Amount.Is(20), returnValues: ReturnValues.AllOld);
        // [/delete]
        deleted.Item.ShouldNotBeNull().Version.ShouldBe(2);
    }

    [Fact]
    public async Task The_page_s_start_runs_against_the_engine_that_it_is_given()
    {
        string[] args = [engines.Endpoint(Engines.Embedded).AbsoluteUri];

        // [start]
        using var client = new TableClient(new TableClientOptions { Endpoint = new Uri(args[0]) });
        var entries = client.Table(Entries.Schema);
        await entries.EnsureCreatedAsync();

        var walletId = Guid.NewGuid();
        var nextWeek = TimeProvider.System.GetUtcNow().AddDays(7);
        nextWeek = DateTimeOffset.FromUnixTimeSeconds(nextWeek.ToUnixTimeSeconds()); // expires_at takes whole seconds
        var note = new Note("hello", Author: null);
        var first = new Entry(walletId, 1, 12.50m, Kind.Credit, ["opened"], nextWeek, note, Version: 1);
        await entries.PutAsync(first, when: Entries.Wallet.NotExists());

        var key = Key.Of(Entries.Wallet, walletId, Entries.Number, 1);
        Entry? stored = await entries.GetAsync(key);
        Console.WriteLine(stored);
        // [/start]
        stored.ShouldNotBeNull().ExpiresAt.ShouldBe(nextWeek);
    }

    [Fact]
    public async Task The_page_s_code_for_cost_and_errors_does_what_the_page_says()
    {
        var endpoint = engines.Endpoint(Engines.Embedded);
        var spent = 0.0;

        // [client]
        using var client = new TableClient(new TableClientOptions
        {
            Endpoint = endpoint,                             // null for AWS itself
            TableName = name => "staging_" + name,           // the name hook
            OnConsumedCapacity = one => spent += one.Units,  // also the meter "TypedTables"
        });
        // [/client]
        var entries = client.Table(Entries.Schema);
        await entries.EnsureCreatedAsync();
        await entries.GetAsync(Key.Of(Entries.Wallet, Guid.NewGuid(), Entries.Number, 1));

        // [wire]
        var patient = new TableClientOptions
        {
            // or WireKind.Sdk: the AWS SDK's client, with its own retries
            Wire = WireKind.Direct,
            AttemptsMax = 5,
            AttemptTimeout = TimeSpan.FromSeconds(2),
            CallTimeout = TimeSpan.FromSeconds(8),           // all attempts and pauses
            RetryPauseFirst = TimeSpan.FromMilliseconds(25), // doubled with each retry, and a random part of it
            RetryPauseMax = TimeSpan.FromSeconds(1),
            RetryBudget = 100,                               // retries of all calls, until successes earn new ones
            RetriedCodes = new HashSet<string>(RetryCodes.Default) { "TransactionConflictException" },
        };
        // [/wire]
        patient.RetriedCodes.Count.ShouldBe(RetryCodes.Default.Count + 1);

        // [errors]
        try
        {
            Entries.Schema.Decode("""{"wallet":{"S":"none"}}"""u8);
        }
        catch (ItemDecodeException error)
        {
            Console.WriteLine($"{error.Table} {error.Field} {error.Expected} {error.Found} {error.IsRetryable}");
        }
        // [/errors]
        spent.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_page_s_code_keeps_what_it_does_not_declare()
    {
        using var client = engines.Client(Engines.Embedded);
        var cards = client.Table(Cards.Schema);
        await cards.EnsureCreatedAsync();
        using var plain = engines.PlainClient(Engines.Embedded);
        await plain.PutItemAsync(cards.Name, new() { ["id"] = new() { S = "1" }, ["colour"] = new() { S = "red" } });

        await cards.PutAsync((await cards.GetAsync(Key.Of(Cards.Id, "1")))!);

        (await plain.GetItemAsync(cards.Name, new() { ["id"] = new() { S = "1" } })).Item["colour"].S.ShouldBe("red");
    }

    [Fact]
    public void Every_piece_of_code_on_the_page_stands_in_these_tests()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "tables.md")).ReplaceLineEndings("\n");
        var code = Unspaced(Source("TablesPageTests.cs") + Source("TablesPageDeclaration.cs"));
        var pieces = page.Split("```csharp\n").Skip(1).Select(piece => piece.Split("```")[0]).ToList();

        pieces.Count.ShouldBeGreaterThan(10);
        foreach (var piece in pieces)
            code.ShouldContain(Unspaced(piece));
    }

    private static string Source(string file) =>
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Wallet.System.Tests", "Tables", file))
            .ReplaceLineEndings("\n");

    /// <summary>
    /// Without the usings, which stand at the top of these files, and without the spaces by which lines are folded.
    /// </summary>
    private static string Unspaced(string text) => string.Concat(text.Split('\n')
        .Where(line => !line.TrimStart().StartsWith("using TypedTables", StringComparison.Ordinal))
        .SelectMany(line => line.Where(one => !char.IsWhiteSpace(one))));
}
