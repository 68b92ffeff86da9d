namespace Wallet.Cli.Output;

/// <summary>
/// Standard output cannot be written: a full disk, a reader that is gone, a closed descriptor. Not an
/// <see cref="IOException"/>, so that it is not taken for a lost connection: what was sent to the worker has been
/// carried out all the same.
/// </summary>
/// <param name="problem">The operating system's message, such as <c>No space left on device</c>.</param>
/// <param name="isReaderGone">Whether the reader has gone, as <c>head</c> does when it has seen enough.</param>
internal sealed class OutputException(string problem, bool isReaderGone) : Exception(problem)
{
    public bool IsReaderGone { get; } = isReaderGone;
}
