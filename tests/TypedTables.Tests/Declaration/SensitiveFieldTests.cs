using System.Numerics;
using System.Text;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Declaration;

/// <summary>
/// What a sensitive field holds is not to be found anywhere in an error, its causes included: errors are logged whole.
/// </summary>
public sealed class SensitiveFieldTests
{
    private const string Hidden = "a value that is not shown";

    private static readonly BigInteger TooBig = BigInteger.Parse("4929123456781234492912345678123449291234", null);

    [Fact]
    public void A_value_that_does_not_fit_is_not_shown() =>
        ShouldHide(
            Should.Throw<ItemEncodeException>(() => Papers.Schema.Encode(new Paper("p1", Secret: TooBig))),
            "secret",
            "4929"
        );

    [Fact]
    public void An_untyped_value_that_does_not_fit_is_not_shown()
    {
        ShouldHide(
            Should.Throw<ItemEncodeException>(() => Papers.Schema.Encode(new Item { [Papers.Secret] = "49x29" })),
            "secret",
            "49x29"
        );
        ShouldHide(
            Should.Throw<ItemEncodeException>(() => Papers.Schema.Encode(new Item { [Papers.Secret] = TooBig })),
            "secret",
            "4929"
        );
    }

    [Fact]
    public void A_stored_value_that_is_something_else_is_not_shown()
    {
        var json = Encoding.UTF8.GetBytes("""{"id":{"S":"p1"},"secret":{"S":"4929"}}""");

        ShouldHide(Should.Throw<ItemDecodeException>(() => Papers.Schema.Decode(json)), "secret", "4929");
        ShouldHide(Should.Throw<ItemDecodeException>(() => Papers.Schema.DecodeItem(json)), "secret", "4929");
    }

    [Fact]
    public void What_lies_inside_a_sensitive_record_is_not_shown_either()
    {
        var json = Encoding.UTF8.GetBytes("""{"id":{"S":"p1"},"secret_note":{"M":{"text":{"N":"4929"}}}}""");

        ShouldHide(Should.Throw<ItemDecodeException>(() => Papers.Schema.Decode(json)), "secret_note.text", "4929");
        ShouldHide(Should.Throw<ItemDecodeException>(() => Papers.Schema.DecodeItem(json)), "secret_note.text", "4929");
        ShouldHide(
            Should.Throw<ItemEncodeException>(() =>
                Papers.Schema.Encode(new Paper("p1", SecretNote: new Note("49\ud800")))
            ),
            "secret_note.text",
            "49"
        );
    }

    [Fact]
    public async Task A_value_in_an_expression_that_does_not_fit_is_not_shown()
    {
        var table = new RecordingWire().Table(Papers.Schema);

        ShouldHide(
            await Should.ThrowAsync<ItemEncodeException>(table.UpdateAsync(Papers.Key, Papers.Secret.Set(TooBig))),
            "secret",
            "4929"
        );
    }

    [Fact]
    public void Other_fields_show_what_they_were_given()
    {
        Papers.Secret.IsSensitive.ShouldBeTrue();
        Papers.Price.IsSensitive.ShouldBeFalse();
        Should
            .Throw<ItemEncodeException>(() => Papers.Schema.Encode(new Item { [Papers.Price] = "49x29" }))
            .Found.ShouldBe("String '49x29'");
        Should
            .Throw<ItemDecodeException>(() => Papers.Schema.DecodeItem("""{"price":{"S":"49x29"}}"""u8))
            .Found.ShouldBe("""{"S":"49x29"}""");
    }

    private static void ShouldHide(TypedTableException error, string field, string secret)
    {
        (error.Table, error.Field, error.Found).ShouldBe(("papers", field, Hidden));
        error.ToString().ShouldNotContain(secret);
    }
}
