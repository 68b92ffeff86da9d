using System.Globalization;
using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>
/// Each fault under load: the history stays linearizable, and every message that the broker has confirmed is answered,
/// refused or parked.
/// </summary>
/// <remarks>
/// <c>./dev test</c> runs a few of them; <c>./dev faults</c>, which sets <c>WALLET_FAULTS</c>, all.
/// </remarks>
[Collection(nameof(TrafficTests))]
[Trait("Category", "Faults")]
[TestCaseOrderer(typeof(InOrder))]
public sealed class FaultMatrixTests(FaultStacks stacks, ITestOutputHelper output) : IClassFixture<FaultStacks>
{
    /// <summary>
    /// Memory is not handed back at once by a runtime that may need it again; twice as much as before would be a leak.
    /// </summary>
    private const double MemoryMax = 2;

    private static readonly int Seed = Environment.GetEnvironmentVariable("WALLET_STORM_SEED") is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Environment.TickCount;

    public static TheoryData<string> Names =>
        [
            .. Faults
                .All.Where(fault => fault.IsShort || Environment.GetEnvironmentVariable("WALLET_FAULTS") == "all")
                .Select(fault => fault.Name),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_under_load_loses_nothing_and_doubles_nothing(string name)
    {
        var fault = Faults.All.Single(one => one.Name == name);

        var stack = await stacks.WithBrokersAsync(fault.Brokers);
        var verdict = await new FaultRun(stack, fault, Seed).RunAsync();

        output.WriteLine($"{verdict}"); // eng/test.sh shows this line
        if (
            verdict.Vanished.Count
                + verdict.InTwoPlaces.Count
                + verdict.ParkedWithoutNeed.Count
                + verdict.Objections.Count
            > 0
        )
            output.WriteLine($"seed {Seed}{stack.Logs()}{await stack.Broker.LogAsync()}");
        verdict.Objections.Take(20).ShouldBeEmpty($"seed {Seed}");
        if (!fault.TakesMessages)
            verdict.Vanished.Take(20).ShouldBeEmpty("they were confirmed");
        verdict.InTwoPlaces.Take(20).ShouldBeEmpty("they were answered, and are parked");
        verdict.ParkedWithoutNeed.Take(20).ShouldBeEmpty("no fault here lasts as long as redelivery does");
        verdict.Injected.ShouldBePositive();
        verdict.Memory.ShouldBeLessThan(MemoryMax);
    }
}
