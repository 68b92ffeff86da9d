using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Observation;

namespace Wallet.Worker.Tests.Messaging.Observation;

public sealed class PulseMeterTests
{
    [Fact]
    public async Task Messages_are_counted_once_each_as_handled_or_as_failed()
    {
        var (once, attempts) = (Guid.NewGuid(), 0);
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<PulseMeter>()
            .AddReceiveObserver(provider => provider.GetRequiredService<PulseMeter>())
            .AddMassTransitTestHarness(bus =>
            {
                bus.AddHandler<GetBalance>(
                    (ConsumeContext<GetBalance> context) =>
                        context.Message.UserId == Guid.Empty
                        || (context.Message.UserId == once && Interlocked.Increment(ref attempts) == 1)
                            ? throw new InvalidOperationException("No.")
                            : Task.CompletedTask
                );
                bus.AddConfigureEndpointsCallback(
                    (_, endpoint) => endpoint.UseMessageRetry(retry => retry.Immediate(2))
                );
            })
            .BuildServiceProvider();
        var harness = services.GetRequiredService<ITestHarness>();
        await harness.Start();
        var meter = services.GetRequiredService<PulseMeter>();

        await harness.Bus.Publish(new GetBalance { UserId = Guid.NewGuid() });
        await harness.Bus.Publish(new GetBalance { UserId = once }); // tried again, with success
        await harness.Bus.Publish(new GetBalance { UserId = Guid.Empty });

        // Not the harness' own waiting, which gives up when nothing has happened for a second.
        List<WorkerPulse> pulses = [meter.Take()];
        for (; pulses[^1].Handled + pulses[^1].Failed < 3 && pulses.Count < 3_000; pulses.Add(meter.Take()))
            await Task.Delay(20);

        var pulse = pulses[^1];
        (pulse.Handled, pulse.Failed, pulse.InFlight).ShouldBe((2, 1, 0));
        pulse.Worker.ShouldBe($"{Environment.MachineName}:{Environment.ProcessId}");
        pulses.ShouldContain(one => one.HandledPerSecond > 0);
        pulses.ShouldContain(one => one.LatencyMsP99 != null);
        var next = meter.Take();
        (next.Handled, next.HandledPerSecond, next.LatencyMsP50).ShouldBe((2, 0, null));
    }
}
