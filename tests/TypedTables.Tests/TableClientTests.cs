using Amazon.Runtime;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests;

[Collection(nameof(ProcessEnvironment))]
public sealed class TableClientTests : IDisposable
{
    private static readonly Uri Loopback = new("http://127.0.0.1:1");
    private static readonly Uri Elsewhere = new("http://192.0.2.1:1");

    private readonly AwsEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void A_loopback_endpoint_needs_no_credentials()
    {
        using var client = new TableClient(new TableClientOptions { Endpoint = Loopback });

        client.VerifyCredentialsAsync(TimeSpan.Zero).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void A_loopback_endpoint_may_come_from_the_environment()
    {
        _environment.Set("AWS_ENDPOINT_URL_DYNAMODB", Loopback.ToString());

        using var client = new TableClient(new TableClientOptions());

        client.VerifyCredentialsAsync(TimeSpan.Zero).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task The_endpoint_of_the_options_goes_before_that_of_the_environment()
    {
        _environment.Set("AWS_ENDPOINT_URL_DYNAMODB", Loopback.ToString());

        using var client = new TableClient(new TableClientOptions { Endpoint = Elsewhere });

        await Should.ThrowAsync<TableOperationException>(client.VerifyCredentialsAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Credentials_of_the_options_are_enough_anywhere()
    {
        using var client = new TableClient(
            new TableClientOptions { Endpoint = Elsewhere, Credentials = new BasicAWSCredentials("id", "secret") }
        );

        client.VerifyCredentialsAsync(TimeSpan.Zero).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_there_are_no_credentials_the_error_says_what_to_set()
    {
        using var client = new TableClient(new TableClientOptions());

        var error = await Should.ThrowAsync<TableOperationException>(
            client.VerifyCredentialsAsync(TimeSpan.FromMinutes(1))
        );

        (error.Code, error.Operation, error.IsRetryable, error.Table)
            .ShouldBe((TableOperationException.NoCredentials, "Signing", false, null));
        error.Message.ShouldContain("AWS_ACCESS_KEY_ID");
        error.InnerException.ShouldNotBeNull();
    }

    [Fact]
    public async Task Credentials_of_the_environment_are_found()
    {
        _environment.Set("AWS_ACCESS_KEY_ID", "AKIDOFSIXTEENCHR");
        _environment.Set("AWS_SECRET_ACCESS_KEY", "secret");
        using var client = new TableClient(new TableClientOptions { Endpoint = Elsewhere });

        await Should.NotThrowAsync(client.VerifyCredentialsAsync(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("local", "http://127.0.0.1:8000", true)]
    [InlineData("local", "http://engine:8000", true)]
    [InlineData("local", "http://engine.example:8000", false)]
    [InlineData("local", "http://10.0.0.5:8000", false)]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "https://dynamodb.us-west-2.amazonaws.com", false)]
    public async Task Dummy_keys_are_for_local_engines_alone(string accessKey, string endpoint, bool isGood)
    {
        _environment.Set("AWS_ACCESS_KEY_ID", accessKey);
        _environment.Set("AWS_SECRET_ACCESS_KEY", "secret");
        using var client = new TableClient(new TableClientOptions { Endpoint = new Uri(endpoint) });

        var verifying = client.VerifyCredentialsAsync(TimeSpan.FromMinutes(1));

        if (isGood)
            await Should.NotThrowAsync(verifying);
        else
            (await Should.ThrowAsync<TableOperationException>(verifying)).Message.ShouldContain(
                $"the access key id is '{accessKey}', a dummy for a local engine"
            );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(11)]
    [InlineData(int.MaxValue)]
    public void A_number_of_attempts_outside_1_to_10_is_refused(int attempts) =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new TableClientOptions { AttemptsMax = attempts })
            .ActualValue.ShouldBe(attempts);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_number_of_attempts_from_1_to_10_is_taken(int attempts) =>
        new TableClientOptions { AttemptsMax = attempts }.AttemptsMax.ShouldBe(attempts);

    [Fact]
    public void Unless_told_otherwise_a_call_is_attempted_3_times_for_3_seconds_each()
    {
        var options = new TableClientOptions();

        (options.AttemptsMax, options.AttemptTimeout).ShouldBe((3, TimeSpan.FromSeconds(3)));
        (options with { Region = "us-west-2" }).AttemptsMax.ShouldBe(3);
        Should.Throw<ArgumentOutOfRangeException>(() => options with { AttemptsMax = 0 });
    }

    [Fact]
    public void Tables_are_named_by_the_hook()
    {
        using var client = new TableClient(
            new TableClientOptions { Endpoint = Loopback, TableName = name => "test_" + name }
        );

        client.Table(Wallets.Schema).Name.ShouldBe("test_wallets");
        client.Table(Ledger.Schema).Name.ShouldBe("test_ledger");
    }

    [Fact]
    public void What_is_null_is_refused_by_name()
    {
        using var client = new TableClient(new TableClientOptions { Endpoint = Loopback });

        Should.Throw<ArgumentNullException>(() => client.Table<Wallet>(null!)).ParamName.ShouldBe("schema");
        Should.Throw<ArgumentNullException>(() => new TableClient(null!)).ParamName.ShouldBe("options");
    }
}
