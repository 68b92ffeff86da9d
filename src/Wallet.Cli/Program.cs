using System.CommandLine;
using Wallet.Cli;

var userId = new Argument<Guid>("user-id") { Description = "Whose wallet: a UUID." };
var balance = new Argument<long>("balance") { Description = "The new balance in minor units: a 64-bit integer." };
var operationId = new Option<Guid?>("--operation-id") { Description = "Names the operation, so that sending it again is recognised: a UUID." };
var expectedVersion = new Option<long?>("--expected-version") { Description = "The version that the wallet must have: 0 or more." };

var set = new Command("set", "Sets a wallet's balance.") { userId, balance, operationId, expectedVersion };
set.SetAction((parsed, cancelled) => BusSession.RunAsync(
    session => WalletCommands.SetAsync(
        session, parsed.GetValue(userId), parsed.GetValue(balance), parsed.GetValue(operationId), parsed.GetValue(expectedVersion), cancelled),
    cancelled));

var get = new Command("get", "Reads a wallet's balance.") { userId };
get.SetAction((parsed, cancelled) => BusSession.RunAsync(
    session => WalletCommands.GetAsync(session, parsed.GetValue(userId), cancelled), cancelled));

var demo = new Command("demo", "Sets and reads a new wallet, and is refused once: what ./dev demo shows.");
demo.SetAction((_, cancelled) => BusSession.RunAsync(session => Demo.RunAsync(session, cancelled), cancelled));

var root = new RootCommand(
    "Talks to a running wallet worker over RabbitMQ. The broker is taken from RabbitMq__Host, RabbitMq__Port, RabbitMq__VirtualHost, "
    + "RabbitMq__Username and RabbitMq__Password. Exit codes: 0 done, 1 not understood, 2 refused or not found, 3 no answer.")
{
    set,
    get,
    demo,
};

return await root.Parse(args).InvokeAsync();
