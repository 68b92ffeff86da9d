namespace Wallet.Worker.Wallets;

/// <summary>The steps between the delivery of a message and its acknowledgement. Whatever fails at any of them, an operation takes effect once.</summary>
internal enum OperationStep
{
    BeforeRead,
    AfterRead,
    AfterDecide,
    AfterTransact,
    AfterPublish,
    AfterRespond,
}

/// <summary>Says which step an operation has reached, so that tests can make it fail exactly there.</summary>
internal sealed class OperationSteps
{
    /// <summary>Called at every step; null calls nobody.</summary>
    public Func<OperationStep, Guid, Task>? OnReached { get; set; }

    public Task ReachAsync(OperationStep step, Guid operationId) => OnReached?.Invoke(step, operationId) ?? Task.CompletedTask;
}
