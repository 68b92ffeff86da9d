using Amazon.Runtime;
using TypedTables.Credentials;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Credentials;

/// <summary>Sources that fail, do not respond, or are confused by the clock.</summary>
public sealed class OutageTests
{
    private readonly FakeClock _clock = new();
    private readonly RecordingLoggers _loggers = new();
    private Func<Task<FetchedCredentials>> _fetch;
    private int _found;

    public OutageTests() => _fetch = () => Task.FromResult(Keys("KEY1"));

    [Fact]
    public async Task A_source_that_is_silent_is_made_anew_and_asked_again()
    {
        var isAsked = new TaskCompletionSource();
        _fetch = () =>
        {
            isAsked.SetResult();
            return new TaskCompletionSource<FetchedCredentials>().Task;
        };
        var shared = Shared();
        var first = shared.GetCredentialsAsync();
        await Task.WhenAll(_clock.TimerStartedAsync(), isAsked.Task);
        _clock.Advance(SharedCredentials.AnswerTimeout);
        var error = await Should.ThrowAsync<TableOperationException>(first);
        (error.IsRetryable, error.Message).ShouldBe(
            (true, "NoCredentials: Signing failed: the test has not answered within 15 s."));
        _loggers.Lines.ShouldHaveSingleItem().ShouldContain("cannot be renewed; none are at hand.");

        _fetch = () => Task.FromResult(Keys("KEY2"));
        _clock.Advance(SharedCredentials.PauseFirst);

        (await shared.GetCredentialsAsync()).AccessKey.ShouldBe("KEY2");
        _found.ShouldBe(2);
    }

    [Fact]
    public async Task A_clock_that_is_put_back_stops_no_renewal()
    {
        _clock.Advance(TimeSpan.FromDays(10));
        _fetch = () => throw new AmazonClientException("not yet");
        var shared = Shared();
        await Should.ThrowAsync<TableOperationException>(shared.GetCredentialsAsync());
        _fetch = () => Task.FromResult(Keys("KEY1"));

        _clock.PutBack(TimeSpan.FromHours(1));
        _clock.Advance(SharedCredentials.PauseFirst);
        (await shared.GetCredentialsAsync()).AccessKey.ShouldBe("KEY1");

        _fetch = () => Task.FromResult(Keys("KEY2"));
        _clock.PutBack(TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromMinutes(15));
        (await shared.GetCredentialsAsync()).AccessKey.ShouldBe("KEY2");
    }

    [Fact]
    public async Task A_source_that_has_answered_is_there_and_its_outage_says_why()
    {
        var shared = Shared(isSetUp: false);
        await shared.GetCredentialsAsync();
        _fetch = () => throw new AmazonServiceException("503 from the machine");
        _clock.Advance(TimeSpan.FromHours(1));

        var error = await Should.ThrowAsync<TableOperationException>(shared.GetCredentialsAsync());

        error.IsRetryable.ShouldBeTrue();
        error.Message.ShouldContain("503 from the machine");
    }

    [Fact]
    public async Task A_machine_s_credentials_are_used_past_their_end_until_the_service_refuses_them()
    {
        var shared = Shared(mayOutlast: true);
        await shared.GetCredentialsAsync();
        _fetch = () => throw new AmazonServiceException("503 from the machine");
        _clock.Advance(TimeSpan.FromHours(1));

        for (var minute = 0; minute < 30; minute++)
        {
            (await shared.GetCredentialsAsync()).AccessKey.ShouldBe("KEY1");
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        _loggers.Lines.First().ShouldContain("are used until the service refuses them");
        shared.Refuse("KEY1");
        await Should.ThrowAsync<TableOperationException>(shared.GetCredentialsAsync());
    }

    private SharedCredentials Shared(bool isSetUp = true, bool mayOutlast = false) =>
        new(
            () =>
            {
                _found++;
                return new CredentialSource("the test", () => _fetch()) { IsSetUp = isSetUp, MayOutlast = mayOutlast };
            },
            _clock,
            _loggers);

    private FetchedCredentials Keys(string id) =>
        new(new ImmutableCredentials(id, "secret", "token"), _clock.GetUtcNow() + TimeSpan.FromMinutes(15));
}
