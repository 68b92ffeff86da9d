using System.Text;
using TypedTables.Expressions;
using TypedTables.Json;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Expressions;

public sealed class ExpressionWriterTests
{
    [Fact]
    public void A_name_that_is_used_again_keeps_its_placeholder()
    {
        var writer = new ExpressionWriter(Ledger.Schema);

        string[] names =
        [
            writer.Name(Ledger.Size),
            writer.Name(Ledger.At),
            writer.Name(Ledger.Size),
            writer.Name(Ledger.At),
        ];

        names.ShouldBe(["#0", "#1", "#0", "#1"]);
        Write(writer).ShouldBe("""{"ExpressionAttributeNames":{"#0":"size","#1":"at"}}""");
    }

    [Fact]
    public void Each_value_has_a_placeholder_of_its_own()
    {
        var writer = new ExpressionWriter(Ledger.Schema);
        var value = new FieldOperand<long>(Ledger.Size, 5);

        string[] values =
        [
            writer.Value(value),
            writer.Value(value),
            writer.Value(new UncheckedOperand(Ledger.Size, "6")),
        ];

        values.ShouldBe([":0", ":1", ":2"]);
        Write(writer).ShouldBe("""{"ExpressionAttributeValues":{":0":{"N":"5"},":1":{"N":"5"},":2":{"N":"6"}}}""");
    }

    [Fact]
    public void Where_there_is_no_name_and_no_value_nothing_is_written() =>
        Write(new ExpressionWriter(Ledger.Schema)).ShouldBe("{}");

    [Fact]
    public void Reserved_words_and_dotted_names_never_stand_in_an_expression()
    {
        var writer = new ExpressionWriter(Ledger.Schema);

        var condition = Ledger.Size.Is(1).And(Ledger.OperationId.Exists()).Write(writer);
        var update = Ledger.Size.Set(2).And(Ledger.OperationId.Remove()).Write(writer);

        condition.ShouldBe("(#0 = :0 AND attribute_exists(#1))");
        update.ShouldBe("SET #0 = :1 REMOVE #1");
        Write(writer).ShouldStartWith("""{"ExpressionAttributeNames":{"#0":"size","#1":"operation.id"},""");
    }

    [Fact]
    public void A_field_that_the_table_does_not_declare_gets_no_placeholder()
    {
        var error = Should.Throw<ItemEncodeException>(() => new ExpressionWriter(Ledger.Schema).Name(Wallets.Balance));

        (error.Table, error.Field, error.Expected).ShouldBe(("ledger", "balance", "a place among the declared fields"));
    }

    private static string Write(ExpressionWriter writer) => Encoding.UTF8.GetString(JsonBuffer.ToArray(json =>
    {
        json.WriteStartObject();
        writer.WriteNamesAndValues(json);
        json.WriteEndObject();
    }));
}
