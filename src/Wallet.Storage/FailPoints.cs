namespace Wallet.Storage;

/// <summary>Says which step an operation has reached, so that tests can make it fail exactly there.</summary>
internal sealed class FailPoints
{
    /// <summary>Called at every step; null calls nobody.</summary>
    public Func<FailPoint, Guid, Task>? OnHit { get; set; }

    public Task HitAsync(FailPoint step, Guid operationId) => OnHit?.Invoke(step, operationId) ?? Task.CompletedTask;
}
