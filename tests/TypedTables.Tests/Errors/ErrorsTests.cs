namespace TypedTables.Tests.Errors;

public sealed class ErrorsTests
{
    [Fact]
    public void An_error_says_in_one_line_what_was_expected_and_what_came()
    {
        new ItemEncodeException("wallets", "balance", "a number", "'x'").Message
            .ShouldBe("ItemEncodeError in table 'wallets': field 'balance' takes a number, but was given 'x'.");
        new ItemDecodeException("wallets", "balance", "a number", "'x'").Message
            .ShouldBe(
                "ItemDecodeError in table 'wallets': field 'balance' should hold a number, but holds 'x'. Correct the "
                + "stored item, or the declaration.");
        new TableDeclarationException("wallets", "balance", "a key", "none").Message
            .ShouldBe("TableDeclarationError in table 'wallets': field 'balance' needs a key, but has none.");
    }

    [Fact]
    public void An_error_without_a_table_or_a_field_leaves_them_out() =>
        new TableDeclarationException(null, null, "a key", "none").Message.ShouldBe(
            "TableDeclarationError: the declaration needs a key, but has none."
        );

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    public void What_was_found_is_kept_up_to_100_characters(int length) =>
        new ItemDecodeException(null, "balance", "a number", new string('x', length)).Found.ShouldBe(
            new string('x', length)
        );

    [Theory]
    [InlineData(101)]
    [InlineData(5000)]
    public void What_was_found_is_cut_to_100_characters_in_property_and_message(int length)
    {
        var found = new string('x', length);
        TypedTableException[] errors =
        [
            new ItemDecodeException(null, "balance", "a number", found),
            new ItemEncodeException(null, "balance", "a number", found),
            new TableDeclarationException(null, "balance", "a number", found),
        ];

        errors.ShouldAllBe(error => error.Found == new string('x', 99) + "…" && error.Message.Length < 250);
    }

    [Fact]
    public void Errors_of_values_are_never_worth_another_try()
    {
        TypedTableException[] errors =
        [
            new ItemDecodeException(null, "f", "e", "x"),
            new ItemEncodeException(null, "f", "e", "x"),
            new TableDeclarationException(null, "f", "e", "x"),
        ];

        errors.ShouldAllBe(error => !error.IsRetryable);
        errors.Select(error => error.Code).ShouldBe(["ItemDecodeError", "ItemEncodeError", "TableDeclarationError"]);
    }

    [Theory]
    [InlineData(true, null, "Busy: PutItem failed: too much")]
    [InlineData(false, "r-1", "Busy: PutItem failed (request r-1): too much")]
    public void An_error_of_a_call_keeps_its_cause_and_whether_to_retry(
        bool isRetryable,
        string? requestId,
        string message
    )
    {
        var cause = new IOException("wire cut");

        var error = new TableOperationException("PutItem", "Busy", "too much", isRetryable, requestId, cause);

        (error.Operation, error.Code, error.IsRetryable, error.RequestId).ShouldBe(
            ("PutItem", "Busy", isRetryable, requestId)
        );
        error.InnerException.ShouldBeSameAs(cause);
        error.Message.ShouldBe(message);
        (error.Table, error.Field, error.Expected, error.Found).ShouldBe((null, null, null, null));
    }
}
