using System.Diagnostics;

namespace SystemTests.Parts;

/// <summary>Waits for conditions. The limit is only there so that a hopeless wait ends; no test measures it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <param name="look">Gives null until it is there.</param>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="limit">For what takes long by itself; else 60 s.</param>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, string what, TimeSpan? limit = null)
        where T : class
    {
        var most = limit ?? Limit;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } found)
                return found;
            if (watch.Elapsed > most)
                throw new TimeoutException($"Waited {most.TotalSeconds:0} s in vain for: {what}");
            await Task.Delay(50);
        }
    }

    public static Task IsTrueAsync(Func<Task<bool>> condition, string what) =>
        GetAsync(async () => await condition() ? what : null, what);

    public static Task IsTrueAsync(Func<bool> condition, string what) =>
        GetAsync(() => Task.FromResult(condition() ? what : null), what);
}
