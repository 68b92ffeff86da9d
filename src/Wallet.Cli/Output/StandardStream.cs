using System.Runtime.InteropServices;
using System.Text;

namespace Wallet.Cli.Output;

/// <summary>Standard output or standard error, with an exception type of its own for write errors.</summary>
/// <remarks>
/// .NET's own stream silently drops output whose reader has gone, so <c>wallet watch | head -1</c> would never end; and
/// for a full disk it throws what a lost connection throws.
/// </remarks>
internal sealed partial class StandardStream : Stream
{
    private const int OutputDescriptor = 1;
    private const int ErrorDescriptor = 2;

    private const int Interrupted = 4;
    private const int NotOpen = 9;
    private const int BrokenPipe = 32;
    private const short ReadyToWrite = 4;
    private const short GoneMask = 8 | 16 | 32; // an error, hung up, not open

    private static readonly int TryAgain = OperatingSystem.IsMacOS() ? 35 : 11;
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(250);

    private readonly int _descriptor;
    private OutputException? _fault;

    private StandardStream(int descriptor)
    {
        _descriptor = descriptor;
        _fault = StandardDescriptors.IsTaken(descriptor) ? Closed() : null;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Replaces .NET's standard streams with these, on operating systems that have descriptors.</summary>
    public static void Install()
    {
        if (OperatingSystem.IsWindows())
            return;
        StandardDescriptors.Reserve();
        Console.SetOut(Writer(OutputDescriptor));
        Console.SetError(Writer(ErrorDescriptor));
    }

    /// <summary>
    /// Completes when the reader of standard output has gone; for a file or terminal, only when it is cancelled.
    /// </summary>
    public static async Task WaitUntilReaderIsGoneAsync(CancellationToken cancelled)
    {
        while (OperatingSystem.IsWindows() || (Poll(OutputDescriptor, 0, timeoutMs: 0) & GoneMask) == 0)
            await Task.Delay(LookPause, cancelled);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="OutputException">
    /// Standard output cannot be written. Standard error never throws: nobody could be told.
    /// </exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (_fault is null && buffer.Length > 0)
        {
            var written = (int)NativeMethods.Write(_descriptor, buffer, (nuint)buffer.Length);
            var error = Marshal.GetLastPInvokeError();
            if (written >= 0)
                buffer = buffer[written..];
            else if (error == TryAgain)
                Poll(_descriptor, ReadyToWrite, timeoutMs: -1);
            else if (error != Interrupted)
                _fault = error == NotOpen ? Closed()
                    : new OutputException(Marshal.GetPInvokeErrorMessage(error), error == BrokenPipe);
        }

        if (_fault is not null && _descriptor == OutputDescriptor)
            throw _fault;
    }

    public override void Flush()
    {
        // nothing is buffered
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static OutputException Closed() => new("standard output is closed", isReaderGone: false);

    private static StreamWriter Writer(int descriptor) =>
        new(new StandardStream(descriptor),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    private static short Poll(int descriptor, short events, int timeoutMs)
    {
        var looked = new PollDescriptor { Descriptor = descriptor, Events = events };
        return NativeMethods.Poll(ref looked, 1, timeoutMs) > 0 ? looked.Found : (short)0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }

    private static partial class NativeMethods
    {
        [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
        public static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

        [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
        public static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMs);
    }
}
