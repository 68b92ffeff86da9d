using Seed;
using TypedTables;

if (args is not [var endpoint])
{
    Console.Error.WriteLine("usage: dotnet run ENDPOINT   (http://127.0.0.1:8772 is what ./dev up starts)");
    return 1;
}

using var client = new TableClient(new TableClientOptions
{
    Endpoint = new Uri(endpoint),
    LoggerFactory = new WarningsToConsole(),
});
var wallets = new UserWalletTable(client);
var userId = Guid.NewGuid();

await wallets.Table.EnsureCreatedAsync();

// Synchronous: a caller that cannot await may block, without deadlock whatever its synchronization context.
wallets.UpdateAsync(userId, 100).GetAwaiter().GetResult();

// With a continuation: called back with the answer as it came.
await wallets.Table.GetRawAsync(Key.Of(UserWalletTable.UserId, userId))
    .ContinueWith(answer => Console.WriteLine(Printed.Answer(answer.Result)), TaskScheduler.Default);

// Asynchronous.
var wallet = await wallets.GetAsync(userId);
Console.WriteLine(Printed.Wallet(wallet!));
return 0;
