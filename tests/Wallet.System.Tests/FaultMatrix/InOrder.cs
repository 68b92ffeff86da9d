using Xunit.Abstractions;
using Xunit.Sdk;

namespace SystemTests.FaultMatrix;

/// <summary>Faults in the order of the matrix, so that the stack that they need changes once.</summary>
public sealed class InOrder : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase =>
        testCases.OrderBy(one =>
            Faults.All.TakeWhile(fault => fault.Name != (string)one.TestMethodArguments[0]).Count()
        );
}
