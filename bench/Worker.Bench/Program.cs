using WorkerBench;
using WorkerBench.Peers;
using WorkerBench.Questions;

// Worker.Bench [throughput] [growth] [cold] [telemetry] [aws] [--quick] [name=value ...]: what a message costs, beside
// other ways to handle it.
switch (args)
{
    case ["peer", "masstransit"]:
        await MassTransitPeer.RunAsync();
        break;
    case ["peer", "rabbitmq"]:
        await RabbitMqPeer.RunAsync();
        break;
    default:
        await RunAsync(BenchSettings.From(args));
        break;
}

static async Task RunAsync(BenchSettings settings)
{
    await using var stack = await Stack.StartAsync();
    Report.Line($"{Machine.Describe()}\n");
    if (settings.Asks("throughput"))
        await ThroughputQuestion.AskAsync(stack, settings);
    if (settings.Asks("growth"))
        await GrowthQuestion.AskAsync(stack, settings);
    if (settings.Asks("cold"))
        await ColdStartQuestion.AskAsync(stack, settings);
    if (settings.Asks("telemetry"))
        await TelemetryQuestion.AskAsync(stack, settings);
    if (settings.Asks("aws"))
        await AwsQuestion.AskAsync(stack, settings);
}
