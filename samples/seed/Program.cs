using Seed;
using TypedTables;

// The first argument is the endpoint of an engine; without it, AWS is called.
using var client = new TableClient(new TableClientOptions
{
    Endpoint = args.Length > 0 ? new Uri(args[0]) : null,
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
