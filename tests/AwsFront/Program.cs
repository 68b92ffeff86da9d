using Front;

// The front as a process of its own: it serves until it is told to end, and says on one line where.
AwsFrontOptions options;
Uri engine;
try
{
    (engine, options) = CommandLine.Read(args);
}
catch (Exception error) when (error is FormatException or IOException)
{
    await Console.Error.WriteLineAsync($"{error.Message}\n\n{CommandLine.Usage}");
    return 2;
}

await using var front = await AwsFront.StartAsync(engine, options);
Console.WriteLine($"listening on {front.Endpoint}");
await front.WaitAsync();
return 0;
