using TypedTables.Credentials;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Credentials;

[Collection(nameof(ProcessEnvironment))]
public sealed class LocalCredentialsTests : IDisposable
{
    private static readonly Uri Loopback = new("http://127.0.0.1:8000");

    private readonly AwsEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://127.1.2.3")]
    [InlineData("http://localhost:8000")]
    [InlineData("https://[::1]:8000/")]
    public void An_endpoint_on_this_host_gets_dummy_ones(string endpoint) =>
        LocalCredentials.AreFor(new Uri(endpoint)).ShouldBeTrue();

    [Theory]
    [InlineData("https://dynamodb.us-west-2.amazonaws.com")]
    [InlineData("http://192.168.0.1:8000")]
    [InlineData("http://localhost.example.com:8000")]
    [InlineData(null)]
    public void Anywhere_else_the_AWS_SDK_must_find_real_ones(string? endpoint) =>
        LocalCredentials.AreFor(endpoint is null ? null : new Uri(endpoint)).ShouldBeFalse();

    [Fact]
    public void The_environments_own_go_before_dummy_ones()
    {
        _environment.Set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");

        LocalCredentials.AreFor(Loopback).ShouldBeFalse();
    }

    [Fact]
    public void A_variable_that_is_empty_is_none()
    {
        _environment.Set("AWS_ACCESS_KEY_ID", "");

        LocalCredentials.AreFor(Loopback).ShouldBeTrue();
    }

    [Theory]
    [InlineData("default", null)]
    [InlineData("staging", "staging")]
    public void Those_of_a_profile_go_before_dummy_ones(string written, string? chosen)
    {
        File.WriteAllText(
            _environment.ProfilesFile,
            $"[{written}]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n");
        _environment.Set("AWS_PROFILE", chosen);

        LocalCredentials.AreFor(Loopback).ShouldBeFalse();
    }

    [Theory]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT")]
    [InlineData("AWS_PROFILE")]
    public void Every_source_that_is_set_goes_before_dummy_ones(string name)
    {
        _environment.Set(name, "something");

        LocalCredentials.AreFor(Loopback).ShouldBeFalse();
    }

    [Fact]
    public void A_default_profile_that_names_but_a_region_is_no_source()
    {
        File.WriteAllText(_environment.ProfilesFile, "[default]\nregion = eu-west-1\n");

        LocalCredentials.AreFor(Loopback).ShouldBeTrue();
    }

    [Fact]
    public void A_profile_that_was_not_chosen_does_not_count()
    {
        File.WriteAllText(
            _environment.ProfilesFile,
            "[staging]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n");

        LocalCredentials.AreFor(Loopback).ShouldBeTrue();
    }
}
