using System.Text;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Codecs;

public sealed class UntypedIntegerTests
{
    public static TheoryData<object, string> Fitting => new()
    {
        { 5L, "5" },
        { int.MinValue, "-2147483648" },
        { (short)-5, "-5" },
        { (sbyte)-5, "-5" },
        { (byte)255, "255" },
        { (ushort)65535, "65535" },
        { uint.MaxValue, "4294967295" },
        { (ulong)long.MaxValue, "9223372036854775807" },
        { "12", "12" },
        { "0", "0" },
        { "-9223372036854775808", "-9223372036854775808" },
    };

    public static TheoryData<object?, string> Unfitting => new()
    {
        { null, "null" },
        { (ulong)long.MaxValue + 1, "UInt64 '9223372036854775808'" },
        { 5.0, "Double '5'" },
        { 5f, "Single '5'" },
        { 5m, "Decimal '5'" },
        { true, "Boolean 'True'" },
        { '5', "Char '5'" },
        { DayOfWeek.Friday, "DayOfWeek 'Friday'" },
        { "12.5", "String '12.5'" },
        { "", "String ''" },
        { " 5", "String ' 5'" },
        { "5 ", "String '5 '" },
        { "+5", "String '+5'" },
        { "007", "String '007'" },
        { "٣", "String '٣'" },
        { "9223372036854775808", "String '9223372036854775808'" },
        { "-9223372036854775809", "String '-9223372036854775809'" },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void Whatever_fits_without_loss_is_taken(object value, string digits) =>
        Encoding
            .UTF8.GetString(Wallets.Schema.Encode(new Item { [Wallets.Balance] = value }))
            .ShouldBe($$$"""{"balance":{"N":"{{{digits}}}"}}""");

    [Theory]
    [MemberData(nameof(Unfitting))]
    public void Whatever_does_not_fit_is_refused_by_name(object? value, string found)
    {
        var error = Should.Throw<ItemEncodeException>(() =>
            Wallets.Schema.Encode(new Item { [Wallets.Balance] = value! })
        );

        error.Code.ShouldBe("ItemEncodeError");
        error.Table.ShouldBe("wallets");
        error.Field.ShouldBe("balance");
        error.Expected.ShouldBe("a 64-bit integer as N");
        error.Found.ShouldBe(found);
        error.IsRetryable.ShouldBeFalse();
    }

    [Fact]
    public void A_long_text_is_cut_where_it_is_reported()
    {
        var error = Should.Throw<ItemEncodeException>(() =>
            Wallets.Schema.Encode(new Item { [Wallets.Balance] = new string('9', 5000) })
        );

        error.Found!.Length.ShouldBe(TypedTableException.FoundLengthMax);
        error.Found.ShouldStartWith("String '999");
        error.Found.ShouldEndWith("…");
    }
}
