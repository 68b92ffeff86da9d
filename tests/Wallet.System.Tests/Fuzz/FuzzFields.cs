using System.Buffers.Binary;
using static SystemTests.Fuzz.FuzzProperties;

namespace SystemTests.Fuzz;

/// <summary>Fills the properties that have nothing to do with how a message is answered.</summary>
internal sealed class FuzzFields(Random random, FuzzProperties properties, List<string> words)
{
    private static readonly string[] Odd =
    [
        "", "not a UUID", "\0", "é😀", "\u001b[31m", new string('i', 255), "5",
        "00000000-0000-0000-0000-000000000000",
    ];

    /// <summary>An address where a response reaches nobody.</summary>
    public string ReplyToNobody() => random.Next(7) switch
    {
        0 => "amq.rabbitmq.reply-to",
        1 => "amq.rabbitmq.reply-to.g1h2AA.bogus==",
        2 => "",
        3 => new string('y', 255),
        4 => "wallet-delay-1s", // the worker's own, from where it would come back to nowhere
        5 => "wallet-set-balance",
        _ => "ledger-fuzz_bus_vanished",
    };

    /// <summary>All other properties. Says whether the message may expire.</summary>
    public bool Others(int index)
    {
        bool Some(int inHowMany) => random.Next(inHowMany) == 0;
        if (Some(4))
            properties.Bytes(Property.DeliveryMode, (byte)(Some(4) ? random.Next(256) : random.Next(1, 3)));
        if (Some(8))
            properties.Bytes(Property.Priority, (byte)(Some(3) ? 255 : random.Next(256)));
        if (Some(8))
            properties.Text(Property.ContentEncoding, Some(2) ? "utf-8" : Odd[random.Next(Odd.Length)]);
        if (Some(3))
            properties.Text(Property.MessageId, Some(2) ? FuzzMark.Id(index) : Odd[random.Next(Odd.Length)]);
        if (Some(6))
            properties.Bytes(Property.Timestamp, Time());
        foreach (var property in new[] { Property.Type, Property.AppId, Property.ClusterId })
        {
            if (Some(15))
                properties.Text(property, Odd[random.Next(Odd.Length)]);
            else if (Some(60))
                properties.Text(property, Enumerable.Repeat((byte)0xE9, random.Next(1, 255)).ToArray());
        }

        if (Some(20))
            properties.Text(Property.UserId, Some(4) ? "somebody" : "ledger");
        if (!Some(15))
            return false;

        var isShort = Some(3);
        var expiration = isShort ? $"{random.Next(3)}" : Some(4) ? Odd[random.Next(Odd.Length)] : "60000";
        properties.Text(Property.Expiration, expiration);
        words.Add($"expiration {expiration}");
        return true;
    }

    private byte[] Time()
    {
        var bytes = new byte[sizeof(long)];
        long[] times = [0, 1_790_000_000, 1_790_000_000_000, -1, long.MaxValue, long.MinValue, random.NextInt64()];
        BinaryPrimitives.WriteInt64BigEndian(bytes, times[random.Next(times.Length)]);
        return bytes;
    }

    /// <summary>Headers, of which some are unusual.</summary>
    public void Headers()
    {
        var headers = new FuzzHeaders(random);
        for (var more = random.Next(3) == 0 ? random.Next(1, 8) : 0; more > 0; more--)
            properties.Header(headers.Any());
        var kind = random.Next(100);
        if (kind < 3)
        {
            properties.Header(headers.Undecodable());
            words.Add("undecodable");
        }
        else if (kind < 8)
        {
            var (name, header) = headers.Forgery();
            properties.Header(header);
            words.Add($"forged {name}");
        }
        else if (kind < 10)
        {
            properties.Header(FuzzHeaders.Copies(random.Next(2) == 0 ? "CC" : "BCC", FuzzPlan.Copies));
            words.Add("copies");
        }
        else if (kind < 11)
        {
            properties.Header(headers.Huge());
            words.Add("huge");
        }
        else if (kind < 12)
        {
            properties.Header(headers.Deep());
            words.Add("deep");
        }
        else if (kind < 13)
        {
            properties.Header(headers.Broken());
            words.Add("broken header");
        }
    }
}
