namespace TypedTables.Wire.Direct;

/// <summary>How many retries the calls of a process may make before successes have earned new ones.</summary>
/// <remarks>
/// While a service is down, retries multiply what it is asked; this bounds them, whatever each call may do by itself.
/// </remarks>
/// <param name="retries">How many there are at the beginning, and at most.</param>
internal sealed class RetryBudget(int retries)
{
    /// <summary>A call that succeeds at once earns a fifth of a retry.</summary>
    private const int UnitsOfRetry = 5;

    private readonly int _unitsMax = checked(retries * UnitsOfRetry);
    private int _units = checked(retries * UnitsOfRetry);

    /// <summary>Takes a retry, where there is one.</summary>
    public bool TryTake()
    {
        while (true)
        {
            var units = Volatile.Read(ref _units);
            if (units < UnitsOfRetry)
                return false;
            if (Interlocked.CompareExchange(ref _units, units - UnitsOfRetry, units) == units)
                return true;
        }
    }

    /// <summary>A call has succeeded: what its last retry took comes back, or a little is earned.</summary>
    /// <param name="isAfterRetry">Whether it succeeded at a retry.</param>
    public void Succeeded(bool isAfterRetry)
    {
        var units = Volatile.Read(ref _units);
        while (units < _unitsMax)
        {
            var more = Math.Min(_unitsMax, units + (isAfterRetry ? UnitsOfRetry : 1));
            var seen = Interlocked.CompareExchange(ref _units, more, units);
            if (seen == units)
                return;
            units = seen;
        }
    }
}
