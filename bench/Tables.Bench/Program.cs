using Tables.Bench;

// Tables.Bench calls | codec [name=value ...]: what a call costs, and what encoding and decoding cost alone.
switch (args)
{
    case ["serve"]:
        await CannedServer.RunAsync();
        break;
    case ["calls", .. var rest]:
        await CallsBench.RunAsync(BenchSettings.From(rest));
        break;
    case ["codec", .. var rest]:
        CodecBench.Run(BenchSettings.From(rest));
        break;
    default:
        Console.WriteLine(
            "usage: Tables.Bench calls|codec [operations=get,update,transact] [in-flight=1,16,64] [rounds=5] "
                + "[seconds=1] [only=direct,floor]"
        );
        break;
}
