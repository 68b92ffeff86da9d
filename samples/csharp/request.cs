#:package MassTransit.RabbitMQ@8.5.12
#:project ../../src/Wallet.Contracts
#:property PublishAot=false
// Sets a wallet's balance or gets it, by MassTransit's request client, with the contracts as C# types:
// dotnet run request.cs set ID BALANCE | get ID
using System.Text.Json;
using MassTransit;
using Wallet.Contracts;

var url = new Uri(Environment.GetEnvironmentVariable("AMQP_URL") ?? "amqp://guest:guest@127.0.0.1:5772");
var seconds = int.Parse(Environment.GetEnvironmentVariable("ANSWER_SECONDS") ?? "30");
var bus = Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(url));
using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)); // it would else wait for a broker for ever
try
{
    await bus.StartAsync(limit.Token);
    return await RunAsync();
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine($"No connection to {url.Host}:{url.Port} within 30 s.");
    return 3;
}
catch (RequestTimeoutException)
{
    Console.Error.WriteLine(
        $"No answer within {seconds} s. By then the request expires, unless a worker has taken it."
    );
    return 3;
}
finally
{
    await bus.StopAsync();
}

async Task<int> RunAsync()
{
    var timeout = RequestTimeout.After(s: seconds);
    switch (args)
    {
        case ["set", var userId, var balance]:
            // The operation's id: sent again with the same one, the request takes effect once.
            var set = new SetBalance
            {
                UserId = Guid.Parse(userId), Balance = long.Parse(balance), OperationId = Guid.NewGuid(),
            };
            var setClient = bus.CreateRequestClient<SetBalance>(timeout);
            var answer = await setClient.GetResponse<BalanceUpdated, OperationRefused>(set);
            Print(answer.Message);
            return answer.Message is BalanceUpdated ? 0 : 2;
        case ["get", var userId]:
            var question = new GetBalance { UserId = Guid.Parse(userId) };
            var getClient = bus.CreateRequestClient<GetBalance>(timeout);
            Print((await getClient.GetResponse<BalanceResult>(question)).Message);
            return 0;
        default:
            Console.Error.WriteLine("usage: dotnet run request.cs set ID BALANCE | get ID");
            return 1;
    }
}

static void Print(object message) =>
    Console.WriteLine($"{message.GetType().Name} {JsonSerializer.Serialize(message, JsonSerializerOptions.Web)}");
