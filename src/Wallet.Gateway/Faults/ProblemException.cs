namespace Wallet.Gateway.Faults;

/// <summary>Ends a request with a problem document.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
