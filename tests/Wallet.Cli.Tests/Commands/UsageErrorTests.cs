using System.CommandLine;
using Wallet.Cli.Commands;

namespace Wallet.Cli.Tests.Commands;

public sealed class UsageErrorTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData("get", "user-id is missing.")]
    [InlineData($"set {Id}", "balance is missing.")]
    [InlineData("set", "user-id is missing. balance is missing.")]
    [InlineData($"set {Id} 5 --overdraft", "--overdraft needs a value.")]
    public void What_was_left_out_is_named_in_our_words_whatever_the_parser_calls_it(string typed, string problem)
    {
        var root = new RootCommand { QueryCommands.Get(), OperationCommands.Set() };

        UsageErrors.Find(root.Parse(typed)).ShouldNotBeNull().Message.ShouldBe(problem);
    }

    [Fact]
    public void A_comma_in_seconds_is_refused_and_not_read_as_ten_times_as_many()
    {
        var root = new RootCommand { QueryCommands.Get() };
        root.Options.Add(CommandOptions.Timeout);

        UsageErrors.Find(root.Parse($"get {Id} --timeout 1,5")).ShouldNotBeNull().Message
            .ShouldBe("--timeout is 1,5, but takes a number of seconds from 0.1 to 600.");
    }
}
