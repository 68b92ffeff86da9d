using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class WrappingCodecTests
{
    private static readonly Codec<long?> Longs = Codec.NullOr(Codec.Int64);
    private static readonly Codec<int> Even = Codec.Convert(
        Codec.Int64,
        (int half) => half * 2L,
        Half,
        "an even number as N"
    );

    [Fact]
    public void Any_value_or_null_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(Prop.ForAll<long?>(any => Longs.RoundTrip(any) == any));

    [Fact]
    public void Null_is_stored_as_NULL()
    {
        Longs.Text(null).ShouldBe("""{"NULL":true}""");
        Longs.Text(5).ShouldBe("""{"N":"5"}""");
        Longs.Value("""{"NULL":true}""").ShouldBeNull();
        Codec.NullOrString.Text(null).ShouldBe("""{"NULL":true}""");
        Codec.NullOrString.Text("").ShouldBe("""{"S":""}""");
        Codec.NullOrString.Value("""{"NULL":true}""").ShouldBeNull();
        Codec.NullOrString.Value("""{"S":"a"}""").ShouldBe("a");
        Codec.NullOrRecord(Notes.Schema).Value("""{"NULL":true}""").ShouldBeNull();
        (Longs.Type, Longs.Expected).ShouldBe((AttributeType.N, "a 64-bit integer as N, or NULL"));
    }

    [Theory]
    [InlineData("""{"NULL":false}""")]
    [InlineData("""{"NULL":"true"}""")]
    [InlineData("""{"NULL":null}""")]
    [InlineData("""{"NULL":true,"N":"5"}""")]
    [InlineData("""{"BOOL":true}""")]
    [InlineData("null")]
    [InlineData("{}")]
    public void What_is_neither_is_refused(string json)
    {
        Longs.Refuses(json).ShouldBeTrue();
        Codec.NullOrString.Refuses(json).ShouldBeTrue();
        Codec.NullOrRecord(Notes.Schema).Refuses(json).ShouldBeTrue();
    }

    [Fact]
    public void A_null_and_an_absent_attribute_differ()
    {
        var maybe = Field.Of("maybe", Longs);
        var schema = new TableSchema<Tuple<bool, long?>>(
            "maybes",
            KeySchema.Hash(Papers.Id),
            [Papers.Id, maybe],
            item => Tuple.Create(item.TryGet(maybe, out var value), value),
            (_, _) => { }
        );

        schema.Decode("""{"maybe":{"NULL":true}}"""u8).ShouldBe(Tuple.Create(true, (long?)null));
        schema.Decode("""{"maybe":{"N":"5"}}"""u8).ShouldBe(Tuple.Create(true, (long?)5));
        schema.Decode("{}"u8).ShouldBe(Tuple.Create(false, (long?)null));
    }

    [Fact]
    public void A_type_of_the_callers_own_is_carried_by_another()
    {
        Even.Text(4).ShouldBe("""{"N":"8"}""");
        Even.Value("""{"N":"8"}""").ShouldBe(4);
        (Even.Type, Even.Expected).ShouldBe((AttributeType.N, "an even number as N"));
        Codec
            .Convert(Codec.String, (Uri uri) => uri.OriginalString, text => new Uri(text))
            .Expected.ShouldBe("a string as S");
    }

    [Theory]
    [InlineData("7")] // FormatException
    [InlineData("-2")] // ArgumentException
    [InlineData("9223372036854775806")] // OverflowException
    [InlineData("1.5")]
    public void A_converter_refuses_what_is_stored_by_throwing(string text) =>
        Even.Refuses($$"""{"N":"{{text}}"}""").ShouldBeTrue();

    [Fact]
    public void A_fault_in_a_converter_is_not_dressed_up() =>
        Should.Throw<InvalidOperationException>(() => Even.Refuses("""{"N":"0"}""")).Message.ShouldBe("a fault");

    [Fact]
    public void A_converter_refuses_a_value_by_an_ArgumentException()
    {
        var codec = Codec.Convert(
            Codec.Int64,
            (string text) => text.Length > 0 ? text.Length : throw new ArgumentException("an empty text", nameof(text)),
            count => new string('x', (int)count)
        );

        var error = codec.Refusal("");

        (error.Table, error.Field, error.Expected, error.Found).ShouldBe(
            ("things", "field", "a 64-bit integer as N", "an empty text (Parameter 'text')")
        );
    }

    [Fact]
    public void A_codec_of_the_callers_own_refuses_a_value_in_its_own_words()
    {
        var error = new PickyCodec().Refusal("x");

        error.Message.ShouldBe(
            "ItemEncodeError in table 'things': field 'field' takes nothing at all, but was given x, which I do not "
                + "like."
        );
        (error.IsRetryable, error.InnerException).ShouldBe(
            (false, error.InnerException.ShouldBeOfType<NotStorableException>())
        );
        new PickyCodec().Refusal(5).Found.ShouldBe("Int32 '5'");
    }

    private static int Half(long twice) => twice switch
    {
        0 => throw new InvalidOperationException("a fault"),
        < 0 => throw new ArgumentOutOfRangeException(nameof(twice)),
        _ when twice % 2 != 0 => throw new FormatException(),
        _ => checked((int)(twice / 2)),
    };

    private sealed class PickyCodec() : Codec<string>(AttributeType.S, "nothing at all")
    {
        public override void Write(Utf8JsonWriter writer, string value) =>
            throw new NotStorableException($"{value}, which I do not like");

        public override bool TryRead(ref Utf8JsonReader reader, out string value)
        {
            value = "";
            return false;
        }
    }
}
