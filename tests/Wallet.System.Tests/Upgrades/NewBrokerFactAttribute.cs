using System.Runtime.CompilerServices;
using SystemTests.Parts;

namespace SystemTests.Upgrades;

/// <summary>A test that needs RabbitMQ 4.3 besides the broker that the others run on.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NewBrokerFactAttribute : FactAttribute
{
    public NewBrokerFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        var folder = Environment.GetEnvironmentVariable("WALLET_LOCAL") ?? Path.Combine(Repository.Root, ".local");
        if (!Directory.Exists(Path.Combine(folder, "tools/broker-4.3")))
            Skip = "RabbitMQ 4.3 is not there: eng/install broker-4.3";
    }
}
