using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class EnumCodecTests
{
    private static readonly Codec<Mood> Moods = Codec.Enum<Mood>();

    private enum Mood
    {
        Calm,
        Cross = 5,
        Angry = Cross,
    }

    [Flags]
    private enum Rights
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    [Fact]
    public void A_value_is_written_by_its_name()
    {
        Moods.Text(Mood.Calm).ShouldBe("""{"S":"Calm"}""");
        Moods.Value("""{"S":"Calm"}""").ShouldBe(Mood.Calm);
        Moods.Type.ShouldBe(AttributeType.S);
    }

    [Fact]
    public void Two_names_of_one_value_are_both_read()
    {
        Moods.Value("""{"S":"Cross"}""").ShouldBe(Mood.Cross);
        Moods.Value("""{"S":"Angry"}""").ShouldBe(Mood.Cross);
        Moods.RoundTrip(Mood.Angry).ShouldBe(Mood.Angry);
    }

    [Theory]
    [InlineData("""{"S":"calm"}""")]
    [InlineData("""{"S":"CALM"}""")]
    [InlineData("""{"S":" Calm"}""")]
    [InlineData("""{"S":"0"}""")]
    [InlineData("""{"S":"5"}""")]
    [InlineData("""{"S":"Calm, Cross"}""")]
    [InlineData("""{"S":"Sad"}""")]
    [InlineData("""{"S":""}""")]
    [InlineData("""{"S":null}""")]
    [InlineData("""{"N":"0"}""")]
    [InlineData("""{"NULL":true}""")]
    public void What_is_no_name_of_a_value_is_refused(string json) => Moods.Refuses(json).ShouldBeTrue();

    [Fact]
    public void Flags_are_no_lists()
    {
        Codec.Enum<Rights>().Refuses("""{"S":"Read, Write"}""").ShouldBeTrue();
        Codec.Enum<Rights>().Refusal(Rights.Read | Rights.Write).Found.ShouldBe("Read, Write, which has no name");
        Codec.Enum<Rights>().RoundTrip(Rights.None).ShouldBe(Rights.None);
    }

    [Fact]
    public void A_value_without_a_name_is_not_sent()
    {
        var error = Moods.Refusal((Mood)3);

        error.Message.ShouldBe(
            "ItemEncodeError in table 'things': field 'field' takes one of Calm, Cross, Angry as S, but was given 3, "
                + "which has no name."
        );
        error.InnerException.ShouldBeOfType<NotStorableException>();
    }

    [Fact]
    public void An_untyped_name_is_taken_in_its_own_case_only()
    {
        Moods.Untyped("Cross").ShouldBe(Moods.Text(Mood.Cross));
        Moods.Refusal("cross").Found.ShouldBe("String 'cross'");
        Moods.Refusal("5").Found.ShouldBe("String '5'");
        Moods.Refusal(5).Found.ShouldBe("Int32 '5'");
    }
}
