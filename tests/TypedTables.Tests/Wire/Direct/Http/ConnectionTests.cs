using System.Net.NetworkInformation;
using System.Text;
using Amazon.Runtime;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire.Direct;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Tests.Wire.Direct.Http;

/// <summary>Connections are used again, but never where an answer could be taken for another's.</summary>
public sealed class ConnectionTests
{
    private static readonly byte[] Good = RawServer.Whole(Wires.Found);
    private static readonly byte[] Other = RawServer.Whole(
        Wires.Found.Replace("\"7\"", "\"8\"", StringComparison.Ordinal)
    );
    private static readonly Wallet Seven = new(Wallets.User, 7);

    [Fact]
    public async Task Calls_after_one_another_share_a_connection()
    {
        await using var server = new RawServer(_ => Good);
        using var client = new TableClient(Wires.Options(server));

        for (var i = 0; i < 20; i++)
            (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(Seven);

        server.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Calls_at_once_have_a_connection_each_and_their_own_answers()
    {
        await using var server = new RawServer(number =>
            RawServer.Whole(Wires.Found.Replace("\"7\"", $"\"{number}\"", StringComparison.Ordinal))
        );
        using var client = new TableClient(Wires.Options(server));
        var wallets = client.Table(Wallets.Schema);

        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => wallets.GetAsync(Wallets.UserKey)));

        found
            .Select(wallet => wallet!.Balance)
            .Order()
            .ShouldBe(Enumerable.Range(1, 200).Select(number => (long)number));
        server.Connections.ShouldBeInRange(1, 200);
    }

    [Fact]
    public async Task Something_that_follows_an_answer_is_never_the_next_answer()
    {
        await using var server = new RawServer(number =>
            number == 1
                ? new RawAnswer(
                    RawEnd.Stay,
                    [
                        [.. Good, .. Other],
                    ]
                )
                : Good
        );
        using var client = new TableClient(Wires.Options(server));

        for (var i = 0; i < 3; i++)
            (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(Seven);

        (server.Connections, server.Requests.Count).ShouldBe((2, 3), "the first connection is not used again");
    }

    [Fact]
    public async Task Something_that_follows_later_is_never_the_next_answer()
    {
        await using var server = new RawServer(number =>
            number == 1 ? new RawAnswer(RawEnd.Stay, Good, Other) { Between = TimeSpan.FromMilliseconds(100) } : Good
        );
        using var client = new TableClient(Wires.Options(server) with { AttemptsMax = 1 });
        var wallets = client.Table(Wallets.Schema);

        (await wallets.GetAsync(Wallets.UserKey)).ShouldBe(Seven);
        await UntilAsync(() => server.Answered == 1);
        (await wallets.GetAsync(Wallets.UserKey)).ShouldBe(Seven);

        (server.Connections, server.Requests.Count).ShouldBe(
            (2, 2),
            "the second request never went over the first connection"
        );
    }

    [Fact]
    public async Task A_connection_that_was_closed_while_idle_costs_no_attempt_not_even_of_a_write()
    {
        await using var server = new RawServer(_ => new RawAnswer(RawEnd.Close, RawServer.Whole("{}")));
        using var client = new TableClient(Wires.Options(server) with { AttemptsMax = 1 });
        var wallets = client.Table(Wallets.Schema);

        for (var i = 1; i <= 5; i++)
        {
            (await wallets.UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1))).IsApplied.ShouldBeTrue();
            await UntilAsync(() => HasHeardOfTheEnd(server.Endpoint.Port));
        }

        server.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_server_that_says_close_is_believed()
    {
        await using var server = new RawServer(_ => RawServer.Whole(Wires.Found, headers: "Connection: close\r\n"));
        using var client = new TableClient(Wires.Options(server));

        for (var i = 0; i < 3; i++)
            (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(Seven);

        server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task A_connection_that_is_too_old_is_replaced()
    {
        await using var server = new RawServer(_ => Good);
        using var client = new TableClient(
            Wires.Options(server) with
            {
                ConnectionLifetime = TimeSpan.FromMilliseconds(1),
            }
        );
        var wallets = client.Table(Wallets.Schema);

        await UntilAsync(() =>
            wallets.GetAsync(Wallets.UserKey).GetAwaiter().GetResult() == Seven && server.Connections > 3
        );
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 102 Processing\r\nX-One: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n")]
    public async Task An_answer_that_is_announced_is_waited_for(string announcement)
    {
        byte[][] inOneOrTwo =
        [
            [.. Encoding.ASCII.GetBytes(announcement), .. Good],
        ];
        await using var server = new RawServer(number =>
            number == 1
                ? new RawAnswer(RawEnd.Stay, inOneOrTwo)
                : new RawAnswer(RawEnd.Stay, Encoding.ASCII.GetBytes(announcement), Good)
        );
        using var client = new TableClient(Wires.Options(server));

        for (var i = 0; i < 2; i++)
            (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(Seven);

        (server.Connections, server.Requests.Count).ShouldBe((1, 2));
    }

    [Fact]
    public async Task An_answer_that_ends_with_its_connection_is_read()
    {
        await using var server = new RawServer(_ => new RawAnswer(
            RawEnd.Close,
            Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\n\r\n{Wires.Found}")
        ));
        using var client = new TableClient(Wires.Options(server));

        (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(Seven);
    }

    [Fact]
    public async Task A_request_of_hundreds_of_kilobytes_arrives_as_it_was_written()
    {
        await using var server = new RawServer(_ => RawServer.Whole("{}"));
        using var client = new TableClient(Wires.Options(server));
        var text = new string('x', 300_000);

        await client.Table(Papers.Schema).PutAsync(new Paper("p1", new Note(text)));

        server.Requests.ShouldHaveSingleItem().Body.ShouldContain(text);
    }

    [Fact]
    public async Task Calls_that_are_under_way_end_when_their_client_is_disposed_of()
    {
        await using var server = new RawServer(_ => new RawAnswer(RawEnd.Stay));
        var client = new TableClient(
            Wires.Options(server) with
            {
                AttemptTimeout = TimeSpan.FromMinutes(5),
                CallTimeout = TimeSpan.FromMinutes(5),
                AttemptsMax = 1,
            }
        );
        var call = client.Table(Wallets.Schema).GetAsync(Wallets.UserKey);
        await UntilAsync(() => server.Requests.Count == 1);

        client.Dispose();

        (await Should.ThrowAsync<TableOperationException>(call).WaitAsync(TimeSpan.FromMinutes(1))).Code.ShouldBe(
            TableOperationException.NoAnswer
        );
    }

    [Fact]
    public async Task A_connection_that_brought_anothers_item_is_not_used_again()
    {
        var anothers = RawServer.Whole(
            Wires.Found.Replace(Wallets.UserText, $"{Guid.NewGuid()}", StringComparison.Ordinal));
        await using var server = new RawServer(number => number == 1 ? anothers : Good);
        using var client = new TableClient(Wires.Options(server));
        var wallets = client.Table(Wallets.Schema);

        for (var i = 0; i < 3; i++)
            (await wallets.GetAsync(Wallets.UserKey)).ShouldBe(Seven);

        (server.Connections, server.Requests.Count).ShouldBe((2, 4));
    }

    [Fact]
    public async Task A_server_that_is_always_wrong_is_given_a_bounded_number_of_connections()
    {
        var anothers = RawServer.Whole(
            Wires.Found.Replace(Wallets.UserText, $"{Guid.NewGuid()}", StringComparison.Ordinal));
        await using var server = new RawServer(_ => anothers);
        using var client = new TableClient(Wires.Options(server) with { AttemptsMax = 1 });
        var wallets = client.Table(Wallets.Schema);

        for (var i = 0; i < 100; i++)
            await Should.ThrowAsync<TableOperationException>(wallets.GetAsync(Wallets.UserKey));

        server.Connections.ShouldBeInRange(2, 9);
    }

    [Fact]
    public async Task Connections_that_may_all_be_dead_are_not_used_again_after_a_time_out()
    {
        var isDead = false;
        await using var server = new RawServer(_ => Volatile.Read(ref isDead) ? new RawAnswer(RawEnd.Stay) : Good);
        var options = Wires.Options(server) with { AttemptsMax = 1, AttemptTimeout = TimeSpan.FromSeconds(1) };
        using var client = new TableClient(options);
        var wallets = client.Table(Wallets.Schema);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => wallets.GetAsync(Wallets.UserKey)));
        var before = server.Connections;

        Volatile.Write(ref isDead, true);
        await Should.ThrowAsync<TableOperationException>(wallets.GetAsync(Wallets.UserKey));
        Volatile.Write(ref isDead, false);
        (await wallets.GetAsync(Wallets.UserKey)).ShouldBe(Seven);

        server.Connections.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_client_that_was_disposed_of_sends_nothing_any_more()
    {
        await using var server = new RawServer(_ => Good);
        var client = new TableClient(Wires.Options(server));
        var wallets = client.Table(Wallets.Schema);
        (await wallets.GetAsync(Wallets.UserKey)).ShouldBe(Seven);

        client.Dispose();

        for (var i = 0; i < 3; i++)
            await Should.ThrowAsync<ObjectDisposedException>(wallets.GetAsync(Wallets.UserKey));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task There_are_no_more_connections_than_there_may_be()
    {
        await using var server = new RawServer(_ => Good);
        using var client = new TableClient(Wires.Options(server) with
        {
            ConnectionsMax = 3, AttemptTimeout = TimeSpan.FromMinutes(1), CallTimeout = TimeSpan.FromMinutes(1),
        });
        var wallets = client.Table(Wallets.Schema);

        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => wallets.GetAsync(Wallets.UserKey)));

        found.ShouldAllBe(wallet => wallet == Seven);
        server.Connections.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task A_call_that_waits_for_a_connection_in_vain_was_not_sent()
    {
        await using var server = new RawServer(_ => new RawAnswer(RawEnd.Stay));
        using var transport = new DirectTransport(server.Endpoint, Wires.Options(server) with { ConnectionsMax = 1 });
        var holding = Transports.AskAsync(transport);
        await UntilAsync(() => server.Requests.Count == 1);

        await Should.ThrowAsync<NotSentException>(Transports.AskAsync(transport, TimeSpan.FromMilliseconds(200)));

        server.Requests.Count.ShouldBe(1);
        transport.Dispose();
        await Should.ThrowAsync<IOException>(holding);
    }

    [Fact]
    public async Task Bursts_around_the_end_of_a_connection_s_life_end_all()
    {
        await using var server = new RawServer(_ => Good);
        using var client = new TableClient(
            Wires.Options(server) with { ConnectionLifetime = TimeSpan.FromMilliseconds(50), AttemptsMax = 10 });
        var wallets = client.Table(Wallets.Schema);

        for (var round = 0; round < 40; round++)
        {
            var burst = Task.WhenAll(Enumerable.Range(0, 64).Select(_ => wallets.GetAsync(Wallets.UserKey)));
            (await burst.WaitAsync(TimeSpan.FromMinutes(1))).ShouldAllBe(wallet => wallet == Seven);
            await Task.Delay(45 + (round % 10)); // around the moment at which they are too old
            (await wallets.GetAsync(Wallets.UserKey).WaitAsync(TimeSpan.FromMinutes(1))).ShouldBe(Seven);
        }
    }

    [Theory]
    [InlineData("AKID\n", null)]
    [InlineData("AKID", "token\r\nX-Amz-Target: DynamoDB_20120810.DeleteTable")]
    [InlineData("AK ID", null)]
    public async Task Credentials_with_what_no_header_may_have_are_an_error_by_name_and_send_nothing(
        string accessKey,
        string? token
    )
    {
        await using var server = new RawServer(_ => Good);
        AWSCredentials credentials = token is null
            ? new BasicAWSCredentials(accessKey, "secret")
            : new SessionAWSCredentials(accessKey, "secret", token);
        using var client = new TableClient(Wires.Options(server) with { Credentials = credentials });

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );

        error.Code.ShouldBe(TableOperationException.NoCredentials);
        error.Message.ShouldContain(token is null ? "access key id" : "session token");
        error.Message.ShouldNotContain("DeleteTable");
        server.Connections.ShouldBe(0);
    }

    private static bool HasHeardOfTheEnd(int port) =>
        IPGlobalProperties
            .GetIPGlobalProperties()
            .GetActiveTcpConnections()
            .Any(one => one.RemoteEndPoint.Port == port && one.State == TcpState.CloseWait);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            i.ShouldBeLessThan(6000, "it never came to pass");
            await Task.Delay(10);
        }
    }
}
