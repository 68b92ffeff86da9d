using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class NullTests
{
    [Fact]
    public void Every_codec_needs_a_writer()
    {
        NeedsWriter(Codec.Int64, 1);
        NeedsWriter(Codec.Decimal, 1);
        NeedsWriter(Codec.String, "a");
        NeedsWriter(Codec.Uuid, Guid.Empty);
        NeedsWriter(Codec.Boolean, true);
        NeedsWriter(Codec.Date, DateOnly.MinValue);
        NeedsWriter(Codec.Binary, []);
        NeedsWriter(Codec.StringSet, new HashSet<string> { "a" });
        NeedsWriter(Codec.List(Codec.Int64), []);
        NeedsWriter(Codec.Map(Codec.Int64), new Dictionary<string, long>());
        NeedsWriter(Codec.Record(Notes.Schema), new Note("a"));
    }

    [Fact]
    public void Every_codec_of_references_needs_a_value()
    {
        NeedsValue(Codec.String);
        NeedsValue(Codec.Binary);
        NeedsValue(Codec.StringSet);
        NeedsValue(Codec.Int64Set);
        NeedsValue(Codec.List(Codec.Int64));
        NeedsValue(Codec.Map(Codec.Int64));
        NeedsValue(Codec.Record(Notes.Schema));
    }

    private static void NeedsWriter<T>(Codec<T> codec, T value) =>
        Should.Throw<ArgumentNullException>(() => codec.Write(null!, value)).ParamName.ShouldBe("writer");

    private static void NeedsValue<T>(Codec<T> codec)
        where T : class =>
        Should
            .Throw<ArgumentNullException>(() => codec.Text(null!))
            .ParamName.ShouldBe(codec.Type == AttributeType.S ? "text" : "value");
}
