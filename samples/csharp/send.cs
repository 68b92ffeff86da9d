#:package RabbitMQ.Client@7.2.2
// Sets a wallet's balance, gets it, or waits for the next change of any wallet:
// dotnet run send.cs set ID BALANCE | get ID | subscribe
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

var url = Environment.GetEnvironmentVariable("AMQP_URL") ?? "amqp://guest:guest@127.0.0.1:5772";
var seconds = int.Parse(Environment.GetEnvironmentVariable("ANSWER_SECONDS") ?? "30");
var id = $"{Guid.NewGuid()}";
await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
await using var channel = await connection.CreateChannelAsync(
    new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
);
var queue = (await channel.QueueDeclareAsync()).QueueName;

switch (args)
{
    case ["set", var userId, var balance]:
        // The operation's id: sent again with the same one, the request takes effect once.
        var fields = $$"""{"userId":"{{userId}}","balance":{{balance}},"operationId":"{{id}}"}""";
        return await AskAsync("SetBalance", fields);
    case ["get", var userId]:
        return await AskAsync("GetBalance", $$"""{"userId":"{{userId}}"}""");
    case ["subscribe"]:
        // The next BalanceUpdated: an envelope, whose "message" holds the fields.
        await channel.QueueBindAsync(queue, "Wallet.Contracts:BalanceUpdated", "");
        Console.WriteLine((await NextAsync()).Body);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run send.cs set ID BALANCE | get ID | subscribe");
        return 1;
}

// Sends a request and prints what the worker answers: the answer's name, and the answer.
async Task<int> AskAsync(string message, string fields)
{
    var properties = new BasicProperties
    {
        ContentType = "application/json", Persistent = true, MessageId = id, ReplyTo = queue, CorrelationId = id,
        Timestamp = new(DateTimeOffset.UtcNow.ToUnixTimeSeconds()),
    };
    var body = Encoding.UTF8.GetBytes(fields);
    await channel.BasicPublishAsync($"Wallet.Contracts:{message}", "", mandatory: true, properties, body);
    try
    {
        var answer = await NextAsync().WaitAsync(TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"{answer.Type} {answer.Body}");
        return 0;
    }
    catch (TimeoutException)
    {
        Console.Error.WriteLine($"No answer within {seconds} s. The request {id} waits for a worker.");
        return 3;
    }
}

// The next message in our queue. Its bytes are the client's, and good for the length of the handler only.
async Task<(string? Type, string Body)> NextAsync()
{
    var next = new TaskCompletionSource<(string?, string)>();
    var consumer = new AsyncEventingBasicConsumer(channel);
    consumer.ReceivedAsync += (_, delivery) =>
    {
        next.TrySetResult((delivery.BasicProperties.Type, Encoding.UTF8.GetString(delivery.Body.Span)));
        return Task.CompletedTask;
    };
    await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
    return await next.Task;
}
