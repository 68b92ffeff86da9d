using static SystemTests.Fuzz.FuzzProperties;

namespace SystemTests.Fuzz;

/// <summary>The messages of a run: the same for the same seed.</summary>
internal static class FuzzPlan
{
    /// <summary>Where all answers go that have an id with them; an exchange, and the queue behind it.</summary>
    public const string Answers = "ledger-fuzz_bus_answers";

    public const string Faults = "ledger-fuzz_bus_faults";

    /// <summary>The queue that a message only reaches if its copies are sent with another user's permissions.</summary>
    public const string Copies = "ledger-fuzz_bus_copies";

    private const string EnvelopeType = "application/vnd.masstransit+json";

    private static readonly string[] Requests =
        ["SetBalance", "SetBalance", "AdjustBalance", "TransferBalance", "GetBalance", "GetHistory", "GetOperation"];

    private static readonly string[] ContentTypes =
    [
        "application/json", "Application/JSON; charset=UTF-8", "text/plain", "application/octet-stream", "", "garbage",
        "application/json; charset=utf-16", "application/vnd.masstransit+bson", "application/vnd.masstransit",
        "application/vnd.masstransit+xml", "a/b/c", ";", "application/x-www-form-urlencoded", "\u001b[2J", "json",
        "application/vnd.masstransit+aes", "APPLICATION/VND.MASSTRANSIT+JSON",
    ];

    public static FuzzMessage Message(int seed, int index)
    {
        var random = new Random(unchecked((seed * 1_000_003) + index));
        var request = Requests[random.Next(Requests.Length)];
        var (bodies, properties, words) = (new FuzzBodies(random), new FuzzProperties(), new List<string>());
        var others = new FuzzFields(random, properties, words);
        var (own, isToNobody) = ((string?)null, false);
        var isBad = random.Next(100) < 45;
        var fields = bodies.Fields(request, index);
        var body = isBad ? bodies.Break(fields) : FuzzBodies.Good(fields);
        if (isBad)
            words.Add("bad body");

        var form = random.Next(100);
        if (form < 35)
        {
            var isBroken = random.Next(4) == 0;
            own = isBroken ? $"ledger-fuzz_bus_{index}" : null;
            var answers = random.Next(4) == 0 ? null : own is null ? $"exchange:{Answers}" : $"queue:{own}";
            var faults = random.Next(4) > 0 ? null : own is null ? $"exchange:{Faults}" : $"queue:{own}";
            var envelope = new FuzzEnvelope(random);
            body = envelope.Around(request, index, (answers, faults), body, isBroken);
            isToNobody = envelope.IsToNobody;
            properties.Text(Property.ContentType, random.Next(20) == 0 ? ContentTypes[^1] : EnvelopeType);
            words.Add(isBroken ? "broken envelope" : "envelope");
        }
        else if (form < 70)
        {
            properties.Text(Property.ReplyTo, Answers);
            var more = random.Next(4) == 0 ? new string('c', 200) : "";
            properties.Text(Property.CorrelationId, FuzzMark.Id(index) + more);
            words.Add("reply_to");
        }
        else if (form < 72)
        {
            own = $"ledger-fuzz_bus_{index}";
            properties.Text(Property.ReplyTo, own);
        }
        else if (form < 76)
        {
            properties.Text(Property.ReplyTo, others.ReplyToNobody());
            isToNobody = true;
        }

        if (form is >= 35 and < 95 && random.Next(3) > 0)
        {
            var kind = random.Next(2) == 0 ? 0 : random.Next(ContentTypes.Length);
            properties.Text(Property.ContentType, ContentTypes[kind]);
        }

        if (form >= 95)
        {
            own = $"ledger-fuzz_bus_{index}";
            properties.Header(FuzzHeaders.Named("MT-Response-Address", FuzzHeaders.Text($"queue:{own}")));
        }

        var mayExpire = others.Others(index);
        body = body.Length == 0 && random.Next(2) == 0 ? [] : [.. body, .. FuzzMark.Tail(index)];
        if (body.Length == 0)
            properties.Text(Property.MessageId, FuzzMark.Id(index));
        others.Headers();
        var encoded = properties.Encode();
        if (body.Length > 0 && random.Next(200) == 0)
        {
            words.Add("cut properties");
            encoded = encoded[..random.Next(encoded.Length)];
        }

        return new FuzzMessage(index, request, encoded, body)
        {
            OwnQueue = own, MayExpire = mayExpire, IsToNobody = isToNobody,
            Words = string.Join(", ", words),
        };
    }
}
