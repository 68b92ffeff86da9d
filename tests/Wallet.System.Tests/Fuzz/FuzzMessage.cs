using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace SystemTests.Fuzz;

/// <summary>A message as its sender writes it, byte by byte.</summary>
/// <param name="Index">Which of the run it is.</param>
/// <param name="Request">What its exchange takes, such as <c>SetBalance</c>.</param>
/// <param name="Properties">From the flags on.</param>
/// <param name="Body">The body; its last bytes say which it is.</param>
internal sealed record FuzzMessage(int Index, string Request, byte[] Properties, byte[] Body)
{
    /// <summary>A queue that only its answers go to; null where it has none to itself.</summary>
    public string? OwnQueue { get; init; }

    /// <summary>Whether it may expire before a worker takes it.</summary>
    public bool MayExpire { get; init; }

    /// <summary>Whether its response goes to an address that does not exist.</summary>
    public bool IsToNobody { get; init; }

    /// <summary>How it was mutilated, for the message of a failed test.</summary>
    public required string Words { get; init; }

    public string Exchange => $"Wallet.Contracts:{Request}";

    /// <summary>Whether it changes nothing, and is gone where it expires.</summary>
    public bool IsQuestion => Request.StartsWith("Get", StringComparison.Ordinal);

    /// <summary>Whether only its sender could tell what became of it.</summary>
    public bool MayVanish => (IsQuestion && MayExpire) || IsToNobody;

    /// <summary>
    /// Whether RabbitMQ's client cannot read its properties. Where that could end this process, nobody tries.
    /// </summary>
    public bool IsUndecodable()
    {
        if (Words.Contains("deep", StringComparison.Ordinal))
            return false;
        try
        {
            _ = new ReadOnlyBasicProperties(Properties);
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    public override string ToString() =>
        $"{Index} {Request} ({Words}{(IsToNobody ? ", answer to nobody" : "")}), "
        + $"properties {Convert.ToHexString(Start(Properties))}, "
        + $"body {JsonSerializer.Serialize(Encoding.UTF8.GetString(Start(Body)))}";

    private static ReadOnlySpan<byte> Start(byte[] bytes) => bytes.AsSpan(0, Math.Min(bytes.Length, 1000));
}
