using System.Diagnostics;
using System.Globalization;

namespace WorkerBench;

/// <summary>Results go to standard output, and what is being done to standard error.</summary>
internal static class Report
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    public static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    public static void Doing(FormattableString what) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(Start).TotalSeconds,5:0} s  {what.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>A whole number, or nothing where there is none.</summary>
    public static string Figure(double value) => double.IsNaN(value) ? "" : value.ToString("0", CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
