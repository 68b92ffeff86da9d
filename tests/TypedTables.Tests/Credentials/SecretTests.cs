using Amazon.Runtime;
using TypedTables.Credentials;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Credentials;

/// <summary>No error tells a secret, whatever was written wrongly.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class SecretTests : IDisposable
{
    private const string Secret = "wJalrXUtnFEMIK7MDENG";

    private readonly AwsEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Theory]
    [InlineData("[staging]\naws_access_key_id = AKIAOFTHEPROFILE0000\naws_secret_access_key =\n" + Secret, 4)]
    [InlineData("[staging]\naws_access_key_id = AKIAOFTHEPROFILE0000\naws_secret_access_key: " + Secret, 3)]
    [InlineData("[staging]\naws_secret_access_key " + Secret + "\n", 2)]
    [InlineData("[staging\naws_secret_access_key = " + Secret + "\n", 1)]
    public async Task A_line_of_a_profile_that_cannot_be_read_is_told_by_its_number_and_file(string text, int line)
    {
        await File.WriteAllTextAsync(_environment.ProfilesFile, text);
        _environment.Set("AWS_PROFILE", "staging");

        var error = await Should.ThrowAsync<TableOperationException>(FindAsync());

        error.Message.ShouldContain($"line {line} of {_environment.ProfilesFile} is neither");
        error.ToString().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("http://user:" + Secret + "@192.0.2.1/")]
    [InlineData("user:" + Secret + "@192.0.2.1")]
    [InlineData("http://user:" + Secret + "@127.0.0.1:1/")]
    public async Task A_container_s_endpoint_with_a_password_is_refused_without_it(string text)
    {
        _environment.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", text);

        var error = await Should.ThrowAsync<TableOperationException>(FindAsync());

        error.Message.ShouldContain("AWS_CONTAINER_CREDENTIALS_FULL_URI holds a user or a password");
        error.ToString().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("user:" + Secret + "@host:8000", "https://host:8000.")]
    [InlineData("ftp://user:" + Secret + "@host:8000", "https://host:8000.")]
    [InlineData("http//user:" + Secret + "@host:8000", "https://host:8000.")]
    [InlineData("http://user:" + Secret + "@host:8000 /", "http://host:8000")]
    [InlineData("http://user:" + Secret + "@host:8000", "http://host:8000.")]
    [InlineData("http://" + Secret + ":p@" + Secret + "@host", "http://host.")]
    public void An_endpoint_with_a_password_is_refused_without_it(string text, string advice)
    {
        _environment.Set("AWS_ENDPOINT_URL_DYNAMODB", text);

        var error = Should.Throw<TableOperationException>(() => new TableClient(new TableClientOptions()));

        error.Message.ShouldContain("AWS_ENDPOINT_URL_DYNAMODB holds a user or a password");
        error.Message.ShouldContain("Write " + advice);
        error.ToString().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("AKIAOFTHEENVIRONMENT\r", Secret, "access key id of the environment holds", "U+000D")]
    [InlineData("AKIAOFTHEENVIRONMENT ", Secret, "access key id of the environment holds", "U+0020")]
    [InlineData("\ufeffAKIAOFTHEENVIRONMENT", Secret, "access key id of the environment holds", "U+FEFF")]
    [InlineData("AKIAOFTHEENVIRONMENT", Secret + "\n", "secret access key of the environment holds", "U+000A")]
    public async Task Keys_with_what_no_key_has_are_refused_with_one_line(
        string id,
        string secret,
        string words,
        string character)
    {
        _environment.Set("AWS_ACCESS_KEY_ID", id);
        _environment.Set("AWS_SECRET_ACCESS_KEY", secret);

        var error = await Should.ThrowAsync<TableOperationException>(FindAsync());

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.Misconfigured, false));
        error.Message.ShouldContain(words);
        error.Message.ShouldContain(character);
        error.ToString().ShouldNotContain(Secret);
    }

    private static Task<ImmutableCredentials> FindAsync() =>
        new SharedCredentials(() => CredentialSearch.Find(null), TimeProvider.System, new RecordingLoggers())
            .GetCredentialsAsync();
}
