namespace SystemTests.Fuzz;

/// <summary>A test for <c>./dev faults</c> alone; elsewhere it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FaultsFactAttribute : FactAttribute
{
    public FaultsFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("WALLET_FAULTS") != "all")
            Skip = "It runs in ./dev faults.";
    }
}
