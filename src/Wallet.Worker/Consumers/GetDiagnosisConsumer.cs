using MassTransit;
using Wallet.Contracts;
using Wallet.Worker.Startup;

namespace Wallet.Worker.Consumers;

/// <summary>Takes <see cref="GetDiagnosis"/>; answers with <see cref="DiagnosisResult"/>.</summary>
internal sealed class GetDiagnosisConsumer(TableDiagnosis tables, Replier replier) : IConsumer<GetDiagnosis>
{
    private static readonly string Version = typeof(GetDiagnosisConsumer).Assembly.GetName().Version!.ToString(fieldCount: 3);

    public async Task Consume(ConsumeContext<GetDiagnosis> context)
    {
        var checks = await tables.ChecksAsync();

        await replier.RespondAsync(context, new DiagnosisResult
        {
            Worker = $"{Environment.MachineName}:{Environment.ProcessId}",
            Version = Version,
            Checks = checks,
        });
    }
}
