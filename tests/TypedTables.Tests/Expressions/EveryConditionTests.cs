using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Expressions;

/// <summary>The text of each kind of condition, as DynamoDB gets it.</summary>
public sealed class EveryConditionTests
{
    [Fact]
    public void Comparisons_have_their_signs()
    {
        const string Rest = """{{"#0":"price"},{":0":{"N":"5"}}}""";

        Text(Papers.Price.Is(5)).ShouldBe($"#0 = :0 {Rest}");
        Text(Papers.Price.IsNot(5)).ShouldBe($"(attribute_exists(#0) AND #0 <> :0) {Rest}");
        Text(Papers.Price.IsLessThan(5)).ShouldBe($"#0 < :0 {Rest}");
        Text(Papers.Price.IsAtMost(5)).ShouldBe($"#0 <= :0 {Rest}");
        Text(Papers.Price.IsGreaterThan(5)).ShouldBe($"#0 > :0 {Rest}");
        Text(Papers.Price.IsAtLeast(5)).ShouldBe($"#0 >= :0 {Rest}");
    }

    [Fact]
    public void Between_takes_two_values() =>
        Text(Papers.Price.IsBetween(1, 2.5m))
            .ShouldBe("""#0 BETWEEN :0 AND :1 {{"#0":"price"},{":0":{"N":"1"},":1":{"N":"2.5"}}}""");

    [Fact]
    public void In_lists_its_values()
    {
        Text(Papers.Kind.IsIn(Kind.Bill)).ShouldBe("""#0 IN (:0) {{"#0":"kind"},{":0":{"S":"Bill"}}}""");
        Text(Papers.Kind.IsIn(Kind.Bill, Kind.Letter))
            .ShouldBe("""#0 IN (:0, :1) {{"#0":"kind"},{":0":{"S":"Bill"},":1":{"S":"Letter"}}}""");
    }

    [Fact]
    public void In_takes_1_to_100_values()
    {
        Text(Papers.Version.IsIn([.. Enumerable.Range(0, 100).Select(i => (long)i)])).ShouldContain(":98, :99)");
        Should
            .Throw<ArgumentOutOfRangeException>(() => Papers.Version.IsIn())
            .Message.ShouldStartWith("Takes 1 to 100 values.");
        Should
            .Throw<ArgumentOutOfRangeException>(() =>
                Papers.Version.IsIn([.. Enumerable.Range(0, 101).Select(i => (long)i)])
            )
            .ActualValue.ShouldBe(101);
        Should.Throw<ArgumentNullException>(() => Papers.Version.IsIn(null!)).ParamName.ShouldBe("values");
        Condition.InValuesMax.ShouldBe(100);
    }

    [Fact]
    public void Texts_may_begin_with_or_contain_others()
    {
        Text(Papers.Id.BeginsWith("p")).ShouldBe("""begins_with(#0, :0) {{"#0":"id"},{":0":{"S":"p"}}}""");
        Text(Papers.Id.Contains("p")).ShouldBe("""contains(#0, :0) {{"#0":"id"},{":0":{"S":"p"}}}""");
    }

    [Fact]
    public void Sets_and_lists_contain_elements_stored_as_elements()
    {
        Text(Papers.Tags.Contains("a")).ShouldBe("""contains(#0, :0) {{"#0":"tags"},{":0":{"S":"a"}}}""");
        Text(Papers.Scores.Contains(7)).ShouldBe("""contains(#0, :0) {{"#0":"scores"},{":0":{"N":"7"}}}""");
        Text(Papers.Kinds.Contains(Kind.Bill)).ShouldBe("""contains(#0, :0) {{"#0":"kinds"},{":0":{"S":"Bill"}}}""");
    }

    [Fact]
    public void An_element_that_cannot_be_stored_names_the_field()
    {
        var error = Should.Throw<ItemEncodeException>(() => Text(Papers.Kinds.Contains((Kind)7)));

        error.Message.ShouldBe(
            "ItemEncodeError in table 'papers': field 'kinds' takes one of Letter, Bill as S, but was given 7, which "
                + "has no name."
        );
    }

    [Fact]
    public void A_set_in_a_codec_of_the_callers_own_has_no_elements_to_look_for()
    {
        var field = Field.Of("words", Codec.Convert(Codec.StringSet, (IReadOnlySet<string> set) => set, set => set));

        var error = Should.Throw<ItemEncodeException>(() => field.Contains("a"));

        (error.Table, error.Field, error.Expected).ShouldBe(
            (null, "words", "a codec that is itself a set or list for this condition")
        );
        error.Found!.ShouldStartWith("ConvertedCodec");
        Should
            .Throw<ArgumentNullException>(() => ((Field<IReadOnlySet<string>>)null!).Contains("a"))
            .ParamName.ShouldBe("field");
    }

    [Fact]
    public void Presence_and_type_are_functions()
    {
        Text(Papers.Note.Exists()).ShouldBe("""attribute_exists(#0) {{"#0":"note"}}""");
        Text(Papers.Note.NotExists()).ShouldBe("""attribute_not_exists(#0) {{"#0":"note"}}""");
        Text(Papers.Note.HasType(AttributeType.NULL))
            .ShouldBe("""attribute_type(#0, :0) {{"#0":"note"},{":0":{"S":"NULL"}}}""");
    }

    [Fact]
    public void A_size_is_compared_with_a_number()
    {
        const string Rest = """{{"#0":"tags"},{":0":{"N":"3"}}}""";

        Text(Papers.Tags.Size().Is(3)).ShouldBe($"size(#0) = :0 {Rest}");
        Text(Papers.Tags.Size().IsLessThan(3)).ShouldBe($"size(#0) < :0 {Rest}");
        Text(Papers.Tags.Size().IsGreaterThan(3)).ShouldBe($"size(#0) > :0 {Rest}");
    }

    [Fact]
    public void Conditions_are_joined_in_brackets()
    {
        var (one, other) = (Papers.Price.Exists(), Papers.Note.Exists());
        const string Rest = """{{"#0":"price","#1":"note"}}""";

        Text(one.And(other)).ShouldBe($"(attribute_exists(#0) AND attribute_exists(#1)) {Rest}");
        Text(one.Or(other.Not())).ShouldBe($"(attribute_exists(#0) OR (NOT attribute_exists(#1))) {Rest}");
        Text(one.Or(other).Not()).ShouldBe($"(NOT (attribute_exists(#0) OR attribute_exists(#1))) {Rest}");
        Should.Throw<ArgumentNullException>(() => one.And(null!)).ParamName.ShouldBe("other");
        Should.Throw<ArgumentNullException>(() => one.Or(null!)).ParamName.ShouldBe("other");
    }

    private static string Text(Condition condition) => Golden.Of(Papers.Schema, condition);
}
