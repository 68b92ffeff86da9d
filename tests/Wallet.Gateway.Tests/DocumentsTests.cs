using System.Reflection;
using Wallet.Contracts;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Tests;

/// <summary>What the documents say is what the code does.</summary>
public sealed class DocumentsTests
{
    [Fact]
    public void The_table_of_problems_has_every_problem_with_its_status_and_no_other()
    {
        var documented = Read("http.md")
            .Split('\n')
            .Where(line =>
                line.StartsWith("| 4", StringComparison.Ordinal) || line.StartsWith("| 5", StringComparison.Ordinal)
            )
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1]} {cells[2].Trim('`')}");

        documented.ShouldBe(
            Problems().Select(problem => $"{problem.Status} {problem.Reason}").Distinct(),
            ignoreOrder: true
        );
    }

    [Fact]
    public void Every_problem_says_what_to_do()
    {
        Problems()
            .ShouldAllBe(problem =>
                problem.Detail.Split(". ", StringSplitOptions.None).Length > 1
                && problem.Detail.EndsWith('.')
                && problem.Title.Length > 0
            );
    }

    /// <summary>One of each: the worker's refusals, and whatever Problems makes.</summary>
    private static List<Problem> Problems()
    {
        var refusals = Enum.GetValues<RefusalReason>()
            .Select(reason =>
                Faults.Problems.Refused(
                    new OperationRefused
                    {
                        UserId = Guid.NewGuid(),
                        OperationId = Guid.NewGuid(),
                        Reason = reason,
                        Message = "It cannot be. Send less.",
                        Found = true,
                        Balance = 1,
                        Version = 1,
                        UpdatedAt = null,
                    }
                )
            );
        var own = typeof(Faults.Problems)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(Problem) && method.Name != nameof(Faults.Problems.Refused))
            .Select(method => (Problem)method.Invoke(null, [.. method.GetParameters().Select(Sample)])!);
        return [.. refusals.Concat(own)];
    }

    private static object Sample(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) ? "It is so. Fix it."
        : parameter.ParameterType == typeof(int) ? 1
        : parameter.ParameterType == typeof(BalanceResult) ? Wallet
        : Guid.NewGuid();

    private static BalanceResult Wallet => new()
    {
        UserId = Guid.NewGuid(), Found = true, Balance = 1, Version = 1, UpdatedAt = null,
    };

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));
}
