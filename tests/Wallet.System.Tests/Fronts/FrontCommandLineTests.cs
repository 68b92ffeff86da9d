using System.Globalization;
using Front;

namespace SystemTests.Fronts;

/// <summary>What the front's command line takes, and how it refuses the rest.</summary>
public sealed class FrontCommandLineTests
{
    private static readonly string[] Engine = ["--engine", "http://127.0.0.1:8000"];

    [Theory]
    [InlineData("--engine", "localhost:8872")]
    [InlineData("--engine", "http://localhost:8872/x")]
    [InlineData("--urls", "8001")]
    [InlineData("--conflicts", "foo")]
    [InlineData("--conflicts", "-1")]
    [InlineData("--seed", "x")]
    [InlineData("--policy", "/no/such/file.json")]
    [InlineData("--key", "id")]
    [InlineData("--key", "id=secret,token,never")]
    public void A_value_that_cannot_be_used_is_refused_on_one_line_that_names_the_option(string option, string value)
    {
        var message = Should.Throw<FormatException>(() => CommandLine.Read([.. Engine, option, value])).Message;

        message.ShouldStartWith(option);
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_key_may_have_a_token_and_an_end()
    {
        var (_, options) = CommandLine.Read([.. Engine, "--key", "id=se=cret,token,2030-01-31T12:00:00Z"]);

        var key = options.Keys.ShouldNotBeNull().Find("id").ShouldNotBeNull();
        key.Secret.ShouldBe("se=cret");
        key.Token.ShouldBe("token");
        key.ExpiresAt.ShouldBe(DateTimeOffset.Parse("2030-01-31T12:00:00Z", CultureInfo.InvariantCulture));
    }
}
