using Amazon.Runtime;
using TypedTables.Credentials;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Credentials;

/// <summary>When credentials are renewed, with how many calls, and which error comes if they cannot be.</summary>
public sealed class RenewalTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private readonly FakeClock _clock = new();
    private readonly RecordingLoggers _loggers = new();
    private readonly SharedCredentials _shared;
    private Func<Task> _before = () => Task.CompletedTask;
    private int _fetched;

    public RenewalTests() =>
        _shared = new SharedCredentials(() => new CredentialSource("the test", FetchAsync), _clock, _loggers);

    [Fact]
    public async Task Two_hundred_callers_at_the_start_cost_one_call()
    {
        (await ManyAsync()).ShouldAllBe(key => key == "KEY1");

        _fetched.ShouldBe(1);
    }

    [Fact]
    public async Task An_hour_of_callers_each_second_costs_one_call_a_rotation()
    {
        for (var second = 0; second < 3600; second++)
        {
            await ManyAsync(calls: 5);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // 15 minutes each, of which 11 or more are used: six rotations at most.
        _fetched.ShouldBeInRange(4, 6);
    }

    [Fact]
    public async Task What_the_service_calls_expired_early_is_fetched_once_for_two_hundred_callers()
    {
        await ManyAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(async _ =>
                {
                    await Task.Yield();
                    _shared.Refuse("KEY1");
                    (await _shared.GetCredentialsAsync()).AccessKey.ShouldBe("KEY2");
                }));

        _fetched.ShouldBe(2);
    }

    [Fact]
    public async Task While_a_source_fails_what_is_at_hand_is_used_until_it_ends_and_then_the_error_says_why()
    {
        await ManyAsync();
        _before = () => throw new AmazonClientException("out of order");

        for (var second = 0; second < Life.TotalSeconds - 1; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            (await _shared.GetCredentialsAsync()).AccessKey.ShouldBe("KEY1");
        }

        await SettledAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));
        var errors = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(_ => Should.ThrowAsync<TableOperationException>(_shared.GetCredentialsAsync())));
        errors.ShouldAllBe(error =>
            error.Code == TableOperationException.NoCredentials
            && error.IsRetryable
            && error.Message.Contains("out of order"));
        _fetched.ShouldBeLessThan(20);
        _loggers.Lines.Count.ShouldBeInRange(1, 6);

        _before = () => Task.CompletedTask;
        _clock.Advance(SharedCredentials.PauseMax);
        (await _shared.GetCredentialsAsync()).AccessKey.ShouldNotBe("KEY1");
        _loggers.Lines.Last().ShouldStartWith("Information: AWS credentials are renewed again, by the test, after ");
    }

    [Fact]
    public async Task A_source_that_hands_out_the_same_again_is_not_asked_at_each_refusal()
    {
        await ManyAsync();

        for (var call = 0; call < 200; call++)
        {
            _shared.Refuse((await _shared.GetCredentialsAsync()).AccessKey);
            await _shared.GetCredentialsAsync();
        }

        _fetched.ShouldBe(1); // within a second of the fetch
    }

    private async Task<string[]> ManyAsync(int calls = 200)
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => _shared.GetCredentialsAsync()));
        return [.. keys.Select(key => key.AccessKey)];
    }

    private static Task SettledAsync() => Task.Delay(100);

    private async Task<FetchedCredentials> FetchAsync()
    {
        var number = Interlocked.Increment(ref _fetched);
        await Task.Yield();
        await _before();
        var keys = new ImmutableCredentials($"KEY{number}", "secret", "token");
        return new FetchedCredentials(keys, _clock.GetUtcNow() + Life);
    }
}
