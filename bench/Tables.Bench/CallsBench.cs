using System.Diagnostics;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using TypedTables.Wire;

namespace Tables.Bench;

/// <summary>Question 1: what a typed get, update and transaction cost, beside other ways to make them.</summary>
internal static class CallsBench
{
    private const int WarmUpCalls = 25_000;

    public static async Task RunAsync(BenchSettings settings)
    {
        using var server = StartServer();
        var endpoint = new Uri($"http://127.0.0.1:{await server.StandardOutput.ReadLineAsync()}");
        using var dynamoDb = new AmazonDynamoDBClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = "us-west-2" }
        );
        List<Contender> contenders =
        [
            new OursContender("direct wire", endpoint, WireKind.Direct),
            new OursContender("SDK wire", endpoint, WireKind.Sdk),
            new SdkContender(dynamoDb),
            new ContextContender(dynamoDb),
            await FloorContender.MakeAsync(endpoint),
        ];
        contenders.RemoveAll(one => !settings.Takes(one.Name));

        foreach (var operation in settings.Operations)
        {
            foreach (var contender in contenders)
                await Load.WarmUpAsync(contender.CallOf(operation), 16, WarmUpCalls);
            foreach (var inFlight in settings.InFlight)
                Print(operation, inFlight, await MeasureAsync(contenders, operation, inFlight, settings));
        }

        contenders.ForEach(contender => contender.Dispose());
        server.StandardInput.Close();
        await server.WaitForExitAsync();
    }

    /// <summary>Rounds alternate, so that what else the machine does falls on all alike.</summary>
    private static async Task<List<(string Name, Cost Cost)>> MeasureAsync(
        List<Contender> contenders,
        string operation,
        int inFlight,
        BenchSettings settings
    )
    {
        var rounds = contenders.ToDictionary(contender => contender.Name, _ => new List<Cost>());
        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var contender in contenders)
                rounds[contender.Name]
                    .Add(await Load.RunAsync(contender.CallOf(operation), inFlight, settings.RoundTime));
        }

        return [.. contenders.Select(contender => (contender.Name, Cost.MedianOf(rounds[contender.Name])))];
    }

    private static void Print(string operation, int inFlight, List<(string Name, Cost Cost)> costs)
    {
        var low = costs.Find(one => one.Name == "AWS SDK low-level").Cost;
        var floor = costs.Find(one => one.Name.StartsWith("HttpClient", StringComparison.Ordinal)).Cost;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n### {operation}, {inFlight} in flight\n"));
        Console.WriteLine(
            "| client | CPU µs/call | to the SDK | to the floor | bytes/call | calls/s | p50 µs | p99 µs "
                + "|\n|---|---|---|---|---|---|---|---|"
        );
        foreach (var (name, cost) in costs)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {cost.CpuMicroseconds:0.0} | {cost.CpuMicroseconds / low?.CpuMicroseconds:0.00} | "
                        + $"{cost.CpuMicroseconds / floor?.CpuMicroseconds:0.00} | {cost.Bytes:0} | "
                        + $"{cost.CallsPerSecond:0} | {cost.P50Microseconds:0} | {cost.P99Microseconds:0} |"
                )
            );
        }
    }

    private static Process StartServer()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(CallsBench).Assembly.Location);
        start.ArgumentList.Add("serve");
        return Process.Start(start)!;
    }
}
