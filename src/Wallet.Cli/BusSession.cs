using System.Globalization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wallet.Contracts;

namespace Wallet.Cli;

/// <summary>A connection to the bus for the length of one command.</summary>
internal sealed class BusSession(IServiceProvider services)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take.</summary>
    private static readonly RequestTimeout AnswerTimeout = RequestTimeout.After(s: 15);

    /// <summary>Connects, does the work, disconnects. What can be expected to go wrong is said in a line, without a stack trace.</summary>
    public static async Task<int> RunAsync(Func<BusSession, Task<int>> work, CancellationToken cancelled)
    {
        if (!ushort.TryParse(Setting("Port", "5672"), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return await FailAsync($"RabbitMq__Port is '{Setting("Port", "")}', but takes a port from 1 to 65535.");

        var services = new ServiceCollection().AddMassTransit(bus => bus.DisableUsageTelemetry().UsingRabbitMq((_, rabbit) => rabbit.Host(
            Setting("Host", "localhost"),
            port,
            Setting("VirtualHost", "/"),
            "wallet-cli",
            host =>
            {
                host.Username(Setting("Username", "guest"));
                host.Password(Setting("Password", "guest"));
            })));
        await using var provider = services.BuildServiceProvider();
        var bus = provider.GetRequiredService<IBusControl>();
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            limit.CancelAfter(ConnectTimeout);
            await bus.StartAsync(limit.Token);
        }
        catch (Exception error) when (!cancelled.IsCancellationRequested)
        {
            return await FailAsync($"The broker at {Setting("Host", "localhost")}:{Setting("Port", "5672")} cannot be reached: {error.GetBaseException().Message}");
        }

        try
        {
            return await work(new BusSession(provider));
        }
        catch (RequestTimeoutException)
        {
            return await FailAsync("No answer came within 15 s. Is the worker running? ./dev up starts it.");
        }
        catch (RequestFaultException error)
        {
            return await FailAsync($"The worker could not carry it out: {error.Fault?.Exceptions.FirstOrDefault()?.Message ?? error.Message}");
        }
        finally
        {
            await bus.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Sends a <see cref="SetBalance"/> and waits for its answer, whichever it is.</summary>
    public async Task<object> AskAsync(SetBalance message, CancellationToken cancelled)
    {
        var client = services.CreateRequestClient<SetBalance>(AnswerTimeout);
        var response = await client.GetResponse<BalanceUpdated, OperationRefused>(message, cancelled);
        return response.Message;
    }

    /// <summary>Sends a <see cref="GetBalance"/> and waits for its answer.</summary>
    public async Task<BalanceResult> AskAsync(GetBalance message, CancellationToken cancelled)
    {
        var client = services.CreateRequestClient<GetBalance>(AnswerTimeout);
        var response = await client.GetResponse<BalanceResult>(message, cancelled);
        return response.Message;
    }

    private static async Task<int> FailAsync(string line)
    {
        await Console.Error.WriteLineAsync(line);
        return ExitCodes.NoAnswer;
    }

    private static string Setting(string key, string otherwise) =>
        Environment.GetEnvironmentVariable($"RabbitMq__{key}") is { Length: > 0 } value ? value : otherwise;
}

/// <summary>What the commands exit with.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int RefusedOrNotFound = 2;
    public const int NoAnswer = 3;
}
