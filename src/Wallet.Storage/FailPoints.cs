namespace Wallet.Storage;

/// <summary>Reports each step that an operation reaches, so that tests can make it fail exactly there.</summary>
internal sealed class FailPoints
{
    /// <summary>Called at every step, if it is set.</summary>
    public Func<FailPoint, Guid, Task>? OnHit { get; set; }

    public Task HitAsync(FailPoint step, Guid operationId) => OnHit?.Invoke(step, operationId) ?? Task.CompletedTask;
}
