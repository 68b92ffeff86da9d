using System.Globalization;
using Front;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Security;

/// <summary>
/// A worker with a web identity whose role rotates under load, some sessions ending before they say so, behind a front
/// that looks.
/// </summary>
/// <remarks>
/// Seconds for everybody; as long as <c>WALLET_ROTATION_MINUTES</c> says, with everything that the front can do, where
/// that is set.
/// </remarks>
[Collection(nameof(ProgramTests))]
public sealed class RotationTests(LocalServers servers)
{
    private const int Callers = 16;

    private static readonly int Minutes =
        int.TryParse(
            Environment.GetEnvironmentVariable("WALLET_ROTATION_MINUTES"),
            CultureInfo.InvariantCulture,
            out var set)
            ? set
            : 0;

    private static readonly TimeSpan Length = Minutes > 0 ? TimeSpan.FromMinutes(Minutes) : TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Lifetime = Minutes > 0 ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(16);

    [Fact]
    public async Task Nothing_fails_while_the_role_rotates_and_the_token_service_is_asked_at_most_twice_a_rotation()
    {
        var keys = new KeyRing();
        await using var aws = await CredentialServer.StartAsync(keys);
        aws.Lifetime = Lifetime;
        var options = Minutes > 0
            ? AwsFrontOptions.Everything(keys, Rights(), seed: 1)
            : new AwsFrontOptions { Keys = keys, Region = "us-west-2" };
        await using var front = await AwsFront.StartAsync(servers.Engine, options);
        var token = Path.GetTempFileName();
        await File.WriteAllTextAsync(token, "jwt");
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            front.Endpoint,
            ("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/wallet-worker"),
            ("AWS_WEB_IDENTITY_TOKEN_FILE", token),
            ("AWS_ENDPOINT_URL_STS", aws.Endpoint.ToString()));
        await worker.WaitUntilReadyAsync();
        await using var client = await BusClient.ConnectAsync(servers);

        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var early = 0;
        var ending = EndEarlyAsync();
        var calling = Enumerable.Range(0, Callers)
            .Select(_ => CallAsync(client, () => clock.GetElapsedTime(start) < Length));
        var operations = (await Task.WhenAll(calling)).Sum();
        await ending;

        var calls = aws.Calls["AssumeRoleWithWebIdentity"];
        // A session is used for at least three quarters of its life, unless it ends early.
        var rotations = (int)Math.Ceiling(clock.GetElapsedTime(start) / (Lifetime * 0.75)) + early + 1;
        Console.WriteLine(
            $"{operations} operations, 0 failed, {calls} calls of the token service, at most {rotations} rotations, "
            + $"{early} early");
        // Between two early ends a session runs out by itself, and each early end costs one more.
        calls.ShouldBeInRange(1 + (2 * early), 2 * rotations);
        worker.Output.ShouldNotContain("is parked");

        async Task EndEarlyAsync()
        {
            for (var at = Lifetime * 1.3; at < Length; at += Lifetime * 1.3)
            {
                await Task.Delay(at - clock.GetElapsedTime(start));
                aws.EndAll();
                early++;
            }
        }
    }

    private static async Task<int> CallAsync(BusClient client, Func<bool> isTime)
    {
        var (user, other) = (Guid.NewGuid(), Guid.NewGuid());
        await client.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = user, Balance = 1_000_000 });
        await client.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = other, Balance = 0 });
        var done = 2;
        for (; isTime(); done += 3)
        {
            await client.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = user, Amount = 1 });
            var transfer = new TransferBalance { From = user, To = other, Amount = 1 };
            await client.AskAsync<TransferBalance, BalanceTransferred>(transfer);
            await client.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = other });
        }

        return done;
    }

    private static Policy Rights() => Policy.Load(Path.Combine(Repository.Root, "docs/iam-policy.json"));
}
