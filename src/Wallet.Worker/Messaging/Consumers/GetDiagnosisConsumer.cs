using MassTransit;
using Wallet.Contracts;
using Wallet.Worker.Health;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Settings;
using Wallet.Worker.Tables;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>Consumes <see cref="GetDiagnosis"/>; responds with <see cref="DiagnosisResult"/>.</summary>
internal sealed class GetDiagnosisConsumer(
    TableDiagnosis tables,
    ReadinessState readiness,
    WorkerSettings settings,
    ResponseSender responses
) : IConsumer<GetDiagnosis>
{
    private static readonly string Version = typeof(GetDiagnosisConsumer)
        .Assembly.GetName()
        .Version!.ToString(fieldCount: 3);

    public async Task Consume(ConsumeContext<GetDiagnosis> context)
    {
        var checks = await tables.ChecksAsync();

        await responses.RespondAsync(context, new DiagnosisResult
        {
            Worker = $"{Environment.MachineName}:{Environment.ProcessId}",
            Version = Version,
            Checks = [.. checks, .. Readiness()],
            RedeliveryDelaysSeconds = settings.RedeliveryDelays,
        });
    }

    /// <summary>
    /// The results of the readiness checks. Those of tables are left out: <see cref="TableDiagnosis"/> looks closer.
    /// </summary>
    private IEnumerable<DiagnosisCheck> Readiness() =>
        (readiness.Faults ?? new Dictionary<string, string>(StringComparer.Ordinal))
            .Where(fault => fault.Key != "tables")
            .Select(fault => new DiagnosisCheck
            {
                Name = $"readiness, {fault.Key}",
                IsOk = false,
                Problem = $"{fault.Value}.",
                Remedy =
                    "The worker fixes this by itself within a minute; if it does not, its log says why, and "
                        + "restarting it helps.",
            });
}
