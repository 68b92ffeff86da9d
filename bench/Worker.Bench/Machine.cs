using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WorkerBench;

/// <summary>Where the figures come from.</summary>
internal static class Machine
{
    public static string Describe() =>
        string.Join(
            "\n",
            $"The machine: {Environment.ProcessorCount} CPUs ({Field("/proc/cpuinfo", "model name")}), "
                + $"{Field("/proc/meminfo", "MemTotal")} of memory, "
                + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, workstation GC.",
            $"RabbitMQ {Said("dpkg-query", "-W", "-f", "${Version}", "rabbitmq-server")}, "
                + $"Node {Said("node", "--version")}, "
                + $"{Said("/usr/bin/python3", "--version")}. Load average at the start: "
                + $"{File.ReadAllText("/proc/loadavg").Trim()}."
        );

    private static string Field(string file, string name) =>
        File.ReadLines(file)
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
            ?.Split(':', 2)[1]
            .Trim()
        ?? "unknown";

    private static string Said(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false }
            )!;
            return process.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "none";
        }
    }
}
