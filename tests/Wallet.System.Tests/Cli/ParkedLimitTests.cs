using System.Text.RegularExpressions;
using SystemTests.Parts;

namespace SystemTests.Cli;

/// <summary>An operator's policy gives a delivery limit to queues, and must not to those that have none.</summary>
public sealed partial class ParkedLimitTests
{
    [Fact]
    public void The_pages_policy_is_for_input_queues_and_for_no_others()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/operating.md"));
        var pattern = PolicyPattern().Match(page).Groups["pattern"].Value;
        string[] inputs =
        [
            "wallet-set-balance", "wallet-adjust-balance", "wallet-transfer-balance", "wallet-get-balance",
            "wallet-get-history", "wallet-get-operation", "wallet-get-diagnosis",
        ];

        foreach (var input in inputs)
        {
            input.ShouldMatch(pattern);
            foreach (var suffix in (string[])["_error", "_skipped", "_dead"])
                (input + suffix).ShouldNotMatch(pattern);
        }

        "wallet-delay-30s".ShouldNotMatch(pattern);
    }

    [GeneratedRegex(
        @"^rabbitmqctl set_policy --apply-to queues wallet-limit '(?<pattern>[^']+)'",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex PolicyPattern();
}
