using Xunit.Sdk;
using Xunit.v3;

namespace SystemTests.FaultMatrix;

/// <summary>Faults in the order of the matrix, so that the stack that they need changes once.</summary>
public sealed class InOrder : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [
            .. testCases.OrderBy(one =>
                Faults.All.TakeWhile(fault => fault.Name != (one as XunitTestCase)?.TestMethodArguments[0] as string)
                    .Count()
            ),
        ];
}
