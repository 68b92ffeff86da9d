using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class UuidCodecTests
{
    private const string Text = Wallets.UserText;

    [Fact]
    public void Any_UUID_comes_back_as_it_went() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<Guid>(any => FieldJson.Read(Wallets.UserId, FieldJson.Write(Wallets.UserId, any)) == any)
        );

    [Fact]
    public void Any_UUID_is_written_in_36_characters_hyphenated_and_in_lower_case() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<Guid>(any => FieldJson.Write(Wallets.UserId, any) == $$"""{"S":"{{any:D}}"}""")
        );

    [Theory]
    [InlineData("BADFF6D6-41D4-46FB-AE74-BA19A2E69CB1")]
    [InlineData("Badff6d6-41D4-46fb-aE74-ba19a2e69cB1")]
    public void Upper_case_is_read_and_goes_back_in_lower_case(string text)
    {
        var read = FieldJson.Read(Wallets.UserId, $$"""{"S":"{{text}}"}""");

        read.ShouldBe(Wallets.User);
        FieldJson.Write(Wallets.UserId, read).ShouldBe($$"""{"S":"{{Text}}"}""");
    }

    [Theory]
    [InlineData("x" + Text)]
    [InlineData(Text + "x")]
    [InlineData("user:" + Text + ":1")]
    [InlineData(" " + Text)]
    [InlineData(Text + " ")]
    [InlineData("\\n" + Text)]
    [InlineData(Text + "\\u0000")]
    [InlineData("{" + Text + "}")]
    [InlineData("(" + Text + ")")]
    [InlineData("urn:uuid:" + Text)]
    public void A_uuid_with_junk_around_it_is_refused(string text) =>
        FieldJson.Refuses(Wallets.UserId, $$"""{"S":"{{text}}"}""").ShouldBeTrue();

    [Theory]
    [InlineData("badff6d641d446fbae74ba19a2e69cb1")]
    [InlineData("badff6d64-1d4-46fb-ae74-ba19a2e69cb1")]
    [InlineData("badff6d6_41d4_46fb_ae74_ba19a2e69cb1")]
    [InlineData("gadff6d6-41d4-46fb-ae74-ba19a2e69cb1")]
    [InlineData("badff6d6-41d4-46fb-ae74-ba19a2e69cb")]
    [InlineData("badff6d6-41d4-46fb-ae74-ba19a2e69c 1")]
    [InlineData("+adff6d6-41d4-46fb-ae74-ba19a2e69cb1")]
    [InlineData("0xdff6d6-41d4-46fb-ae74-ba19a2e69cb1")]
    [InlineData("")]
    public void Another_form_is_refused(string text) =>
        FieldJson.Refuses(Wallets.UserId, $$"""{"S":"{{text}}"}""").ShouldBeTrue();

    [Theory]
    [InlineData($$"""{"N":"{{Text}}"}""")]
    [InlineData($$"""{"SS":["{{Text}}"]}""")]
    [InlineData("""{"B":"uv/21kHURvuudLoZouacsQ=="}""")]
    [InlineData("""{"S":null}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData($$"""{"S":"{{Text}}","x":"y"}""")]
    [InlineData($"\"{Text}\"")]
    public void Another_type_is_refused(string json) => FieldJson.Refuses(Wallets.UserId, json).ShouldBeTrue();

    [Fact]
    public void A_text_of_which_every_character_is_escaped_is_read()
    {
        var escaped = string.Concat(Text.Select(character => $"\\u{(int)character:x4}"));

        FieldJson.Read(Wallets.UserId, $$"""{"S":"{{escaped}}"}""").ShouldBe(Wallets.User);
    }

    [Theory]
    [InlineData(Text)]
    [InlineData("BADFF6D6-41D4-46FB-AE74-BA19A2E69CB1")]
    public void An_untyped_text_is_taken_and_normalised(string text) =>
        Encoding
            .UTF8.GetString(Wallets.Schema.Encode(new Item { [Wallets.UserId] = text }))
            .ShouldBe($$$"""{"user_id":{"S":"{{{Text}}}"}}""");

    [Theory]
    [InlineData("{" + Text + "}")]
    [InlineData("badff6d641d446fbae74ba19a2e69cb1")]
    [InlineData(" adff6d6-41d4-46fb-ae74-ba19a2e69cb1")]
    [InlineData("")]
    [InlineData(5)]
    public void An_untyped_value_in_another_form_is_refused_by_name(object value)
    {
        var error = Should.Throw<ItemEncodeException>(() =>
            Wallets.Schema.Encode(new Item { [Wallets.UserId] = value })
        );

        error.Table.ShouldBe("wallets");
        error.Field.ShouldBe("user_id");
        error.Expected.ShouldBe("a UUID of 36 characters as S");
        error.Found.ShouldBe($"{value.GetType().Name} '{value}'");
    }
}
