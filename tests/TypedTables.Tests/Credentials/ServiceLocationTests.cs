using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Credentials;

/// <summary>Endpoints and regions of environment and profile.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class ServiceLocationTests : IDisposable
{
    private static readonly byte[] Good = Wire.Direct.RawServer.Whole(Wire.Direct.Wires.Found);

    private readonly AwsEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000", "which has no scheme. Write http://localhost:8000")]
    [InlineData("AWS_ENDPOINT_URL", "engine", "Write http://engine")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "ftp://engine", "takes an address such as http://127.0.0.1:8000")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "http://engine:99999", "takes an address such as")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "http://engine:8000/shell", "Write http://engine:8000.")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "http://me:secret@engine", "Write http://engine.")]
    [InlineData("AWS_ACCOUNT_ID_ENDPOINT_MODE", "required", "Set it to preferred or disabled")]
    [InlineData("AWS_ACCOUNT_ID_ENDPOINT_MODE", "sometimes", "takes preferred or disabled")]
    public void What_cannot_be_used_is_said_with_its_fix(string name, string value, string line)
    {
        _environment.Set(name, value);

        var error = Should.Throw<TableOperationException>(() => new TableClient(new TableClientOptions()));

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.Misconfigured, false));
        error.Message.ShouldContain(name);
        error.Message.ShouldContain(line);
        error.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("http://engine:8000/shell")]
    [InlineData("ftp://engine")]
    public void An_endpoint_of_the_options_that_cannot_be_is_refused(string endpoint) =>
        Should
            .Throw<ArgumentException>(() => new TableClient(new TableClientOptions { Endpoint = new Uri(endpoint) }))
            .ParamName.ShouldBe("options");

    [Theory]
    [InlineData("Oregon")]
    [InlineData("us_west_2")]
    public void A_region_that_can_be_none_is_said(string region)
    {
        _environment.Set("AWS_REGION", region);
        using var client = new TableClient(new TableClientOptions());

        Should
            .Throw<TableOperationException>(() => client.Table(Ledger.Schema))
            .Message.ShouldContain($"AWS_REGION is '{region}'");
    }

    [Theory]
    [InlineData("AWS_REGION", "eu-west-3")]
    [InlineData("AWS_DEFAULT_REGION", "eu-west-3")]
    [InlineData(null, "eu-north-1")]
    public async Task Calls_to_an_endpoint_are_signed_for_the_region_that_is_named(string? name, string region)
    {
        File.WriteAllText(_environment.ProfilesFile, "[default]\nregion = eu-north-1\n");
        if (name is not null)
            _environment.Set(name, region);

        (await SignedForAsync()).ShouldBe(region);
    }

    [Fact]
    public async Task Where_nothing_names_a_region_an_endpoint_s_is_us_east_1() =>
        (await SignedForAsync()).ShouldBe("us-east-1");

    private static async Task<string> SignedForAsync()
    {
        await using var server = new Wire.Direct.RawServer(_ => Good);
        using var client = new TableClient(Wire.Direct.Wires.Options(server) with { Region = null });
        await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey);
        return server.Requests.ShouldHaveSingleItem().Head.Split("Credential=")[1].Split('/')[2];
    }
}
