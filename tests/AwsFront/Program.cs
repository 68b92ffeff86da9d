using Front;

// The front as a process of its own: it serves until it is told to end, and says on one line where.
if (args is [] or ["--help"])
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

AwsFrontOptions options;
Uri engine;
try
{
    (engine, options) = CommandLine.Read(args);
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync($"{error.Message} --help tells all options.");
    return 2;
}

AwsFront front;
try
{
    front = await AwsFront.StartAsync(engine, options);
}
catch (IOException error)
{
    await Console.Error.WriteLineAsync($"--urls: it cannot listen on {options.Listen}: {error.Message}");
    return 1;
}

await using (front)
{
    Console.WriteLine($"listening on {front.Endpoint}");
    await front.WaitAsync();
}

return 0;
