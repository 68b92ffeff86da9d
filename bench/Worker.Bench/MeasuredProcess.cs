using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WorkerBench;

/// <summary>A process whose cost is looked at from outside, so that every language is measured alike.</summary>
internal sealed partial class MeasuredProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100; // of /proc, on every Linux that .NET runs on
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly Process _process;
    private readonly string _countersFile;
    private readonly ConcurrentQueue<string> _lines = new();

    private MeasuredProcess(Process process, string countersFile)
    {
        _process = process;
        _countersFile = countersFile;
    }

    public string Output => string.Join('\n', _lines.TakeLast(40));

    /// <summary>User and system time of all its threads, those that have ended included.</summary>
    public double CpuSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
        }
    }

    public double ResidentMegabytes =>
        Number(File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ')[1])
        * Environment.SystemPageSize
        / (1024.0 * 1024);

    /// <summary>What .NET has allocated so far, a moment ago; not a number for other languages.</summary>
    public double AllocatedBytes =>
        File.Exists(_countersFile) && File.ReadAllBytes(_countersFile) is { Length: 8 } bytes
            ? BitConverter.ToInt64(bytes)
            : double.NaN;

    public static MeasuredProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        bool isDotnet = false
    )
    {
        var countersFile = Path.GetTempFileName();
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        if (isDotnet)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(MeasuredProcess).Assembly.Location;
            start.Environment[StartupHook.FileVariable] = countersFile;
        }

        var measured = new MeasuredProcess(new Process { StartInfo = start }, countersFile);
        measured._process.OutputDataReceived += measured.Note;
        measured._process.ErrorDataReceived += measured.Note;
        measured._process.Start();
        measured._process.StandardInput.Close();
        measured._process.BeginOutputReadLine();
        measured._process.BeginErrorReadLine();
        return measured;
    }

    public void ThrowIfEnded()
    {
        if (_process.HasExited)
            throw new InvalidOperationException(
                $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} ended. It "
                    + $"printed:\n{Output}"
            );
    }

    /// <summary>Takes the CPU away from it, so that its queue can be filled.</summary>
    public void Pause() => Signal(Stop);

    public void Resume() => Signal(Continue);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(Continue);
            Signal(Terminate);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await Task.WhenAny(_process.WaitForExitAsync(limit.Token));
            if (!_process.HasExited)
                Signal(Kill);
        }

        _process.Dispose();
        File.Delete(_countersFile);
    }

    private static double Number(string digits) => double.Parse(digits, CultureInfo.InvariantCulture);

    private void Signal(int signal) => _ = NativeMethods.Kill(_process.Id, signal);

    private void Note(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _lines.Enqueue(line.Data);
    }

    private static partial class NativeMethods
    {
        [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
        public static partial int Kill(int pid, int signal);
    }
}
