namespace TypedTables.Wire.Direct;

/// <summary>Limits how many retries all calls together make before successes earn new ones.</summary>
/// <remarks>
/// While a service is down, retries multiply its load. This limits them, whatever each call may do on its own.
/// </remarks>
/// <param name="retries">The number of retries at the beginning, which is also the maximum.</param>
internal sealed class RetryBudget(int retries)
{
    /// <summary>A call that succeeds at once earns a fifth of a retry.</summary>
    private const int UnitsOfRetry = 5;

    private readonly int _unitsMax = checked(retries * UnitsOfRetry);
    private int _units = checked(retries * UnitsOfRetry);

    /// <summary>Takes a retry, if there is one.</summary>
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

    /// <summary>Notes a success: it returns what the last retry took, or earns a part of one.</summary>
    /// <param name="isAfterRetry">Whether the call succeeded in a retry.</param>
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
