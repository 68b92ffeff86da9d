namespace SystemTests.Parts;

/// <summary>Properties that RabbitMQ takes, and that its client cannot read or could not write again.</summary>
internal static class HostileProperties
{
    /// <summary>Each by its name, with the expected description.</summary>
    public static IReadOnlyDictionary<string, (byte[] Properties, string Fault)> Kinds { get; } =
        new Dictionary<string, (byte[] Properties, string Fault)>(StringComparer.Ordinal)
        {
            ["a decimal with 30 places"] = (RawProperties.Header("a", RawProperties.Decimal(30)), "has 30 places"),
            ["the same in a table"] = (
                RawProperties.Header("a", [(byte)'F', 0, 0, 0, 8, 1, (byte)'b', .. RawProperties.Decimal(255)]),
                "a decimal has 255 places"),
            ["arrays 100 deep"] = (RawProperties.Header("a", RawProperties.Nested(100)), "more than 32 deep"),
            ["arrays 20,000 deep"] = (RawProperties.Header("a", RawProperties.Nested(20_000)), "more than 32 deep"),
            ["a name that is no text"] = (
                RawProperties.Headers([.. RawProperties.ShortText(Latin), (byte)'V']), "200 bytes is not UTF-8"),
            ["a reply address that is no text"] = (
                [0x02, 0x00, .. RawProperties.ShortText(Latin)], "200 bytes is not UTF-8"),
            ["a header that fills a frame"] = (
                RawProperties.Header("a", RawProperties.LongText(new byte[130_000])), "they have 130013 bytes"),
        };

    private static byte[] Latin => [.. Enumerable.Repeat((byte)0xE9, 200)];
}
