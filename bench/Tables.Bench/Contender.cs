namespace Tables.Bench;

/// <summary>One way to make the three calls. What comes back is looked at, so that nothing is left undone.</summary>
internal abstract class Contender(string name) : IDisposable
{
    public string Name => name;

    public abstract Task GetAsync();

    public abstract Task UpdateAsync();

    public abstract Task TransactAsync();

    public Func<Task> CallOf(string operation) => operation switch
    {
        "get" => GetAsync,
        "update" => UpdateAsync,
        "transact" => TransactAsync,
        _ => throw new ArgumentException($"'{operation}' is none of get, update and transact.", nameof(operation)),
    };

    public abstract void Dispose();

    protected static void Require(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("The answer is not what the server sent.");
    }
}
