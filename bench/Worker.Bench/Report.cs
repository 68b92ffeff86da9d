using System.Diagnostics;
using System.Globalization;

namespace WorkerBench;

/// <summary>Results go to standard output, and what is being done to standard error.</summary>
internal static class Report
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    public static void Line(string line) => Console.WriteLine(line); // every culture here is the invariant one

    public static void Doing(string what) =>
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Stopwatch.GetElapsedTime(Start).TotalSeconds, 5:0} s  {what}"
            )
        );

    /// <summary>A whole number, or nothing where there is none.</summary>
    public static string Figure(double value) =>
        double.IsNaN(value) ? "" : value.ToString("0", CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
