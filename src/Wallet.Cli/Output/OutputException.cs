namespace Wallet.Cli.Output;

/// <summary>
/// Standard output takes nothing more: a full disk, a reader that is gone, a closed descriptor. No <see
/// cref="IOException"/>, so that nobody
/// takes it for a lost connection: what was sent to the worker has been carried out all the same.
/// </summary>
/// <param name="problem">What the operating system said, such as <c>No space left on device</c>.</param>
/// <param name="isReaderGone">Whether whoever read has gone away, as <c>head</c> does when it has seen enough.</param>
internal sealed class OutputException(string problem, bool isReaderGone) : Exception(problem)
{
    public bool IsReaderGone { get; } = isReaderGone;
}
