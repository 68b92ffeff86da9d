using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Expressions;

/// <summary>The text of each kind of update, as DynamoDB gets it.</summary>
public sealed class EveryUpdateTests
{
    [Fact]
    public void A_number_is_increased_decreased_or_added_to()
    {
        const string Rest = """{{"#0":"price"},{":0":{"N":"2.5"}}}""";

        Text(Papers.Price.Increase(2.5m)).ShouldBe($"SET #0 = #0 + :0 {Rest}");
        Text(Papers.Price.Decrease(2.5m)).ShouldBe($"SET #0 = #0 - :0 {Rest}");
        Text(Papers.Price.Add(2.5m)).ShouldBe($"ADD #0 :0 {Rest}");
    }

    [Fact]
    public void A_set_gains_and_loses_elements()
    {
        var words = new HashSet<string> { "b", "a" };
        const string Rest = """{{"#0":"tags"},{":0":{"SS":["b","a"]}}}""";

        Text(Papers.Tags.Add(words)).ShouldBe($"ADD #0 :0 {Rest}");
        Text(Papers.Tags.Delete(words)).ShouldBe($"DELETE #0 :0 {Rest}");
        Should.Throw<ItemEncodeException>(() => Text(Papers.Tags.Delete(new HashSet<string>()))).Field.ShouldBe("tags");
    }

    [Fact]
    public void A_list_that_is_not_there_is_appended_to_as_an_empty_one() =>
        Text(Papers.Kinds.Append(Kind.Bill, Kind.Bill))
            .ShouldBe(
                """SET #0 = list_append(if_not_exists(#0, :0), :1) {{"#0":"kinds"},{":0":{"L":[]},":1":{"L":["""
                    + """{"S":"Bill"},{"S":"Bill"}]}}}"""
            );

    [Fact]
    public void A_value_that_is_there_may_stay() =>
        Text(Papers.Price.SetIfAbsent(1))
            .ShouldBe("""SET #0 = if_not_exists(#0, :0) {{"#0":"price"},{":0":{"N":"1"}}}""");

    [Fact]
    public void Changes_are_grouped_by_their_verbs_in_one_order()
    {
        var update = Papers.Tags.Delete(new HashSet<string> { "a" })
            .And(Papers.Version.Add(1))
            .And(Papers.Note.Remove())
            .And(Papers.Price.Set(2))
            .And(Papers.Secret.Remove())
            .And(Papers.Scores.Add(new HashSet<long> { 3 }))
            .And(Papers.Kind.SetIfAbsent(Kind.Letter));

        Text(update)
            .ShouldStartWith("SET #0 = :0, #1 = if_not_exists(#1, :1) REMOVE #2, #3 ADD #4 :2, #5 :3 DELETE #6 :4 {");
        Text(update)
            .ShouldEndWith(
                """
                {{"#0":"price","#1":"kind","#2":"note","#3":"secret","#4":"version","#5":"scores","#6":"tags"},
                {":0":{"N":"2"},":1":{"S":"Letter"},":2":{"N":"1"},":3":{"NS":["3"]},":4":{"SS":["a"]}}}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public void A_version_is_moved_on_from_where_it_was_read()
    {
        var versionLock = Papers.Version.Lock(6);

        Text(versionLock.Update).ShouldBe("""SET #0 = :0 {{"#0":"version"},{":0":{"N":"7"}}}""");
        Golden.Of(Papers.Schema, versionLock.Condition).ShouldBe("""#0 = :0 {{"#0":"version"},{":0":{"N":"6"}}}""");
    }

    [Fact]
    public void The_first_version_is_1()
    {
        var versionLock = Papers.Version.Lock(null);

        Text(versionLock.Update).ShouldBe("""SET #0 = :0 {{"#0":"version"},{":0":{"N":"1"}}}""");
        Golden.Of(Papers.Schema, versionLock.Condition).ShouldBe("""attribute_not_exists(#0) {{"#0":"version"}}""");
        Should.Throw<OverflowException>(() => Papers.Version.Lock(long.MaxValue));
    }

    [Fact]
    public void What_is_null_or_nothing_is_refused_by_name()
    {
        Should.Throw<ArgumentNullException>(() => Papers.Price.Set(1).And(null!)).ParamName.ShouldBe("other");
        Should.Throw<ArgumentNullException>(() => Updates.Set(null!)).ParamName.ShouldBe("item");
        Should
            .Throw<ArgumentException>(() => Updates.Set(new Item()))
            .Message.ShouldStartWith("Set at least one attribute.");
    }

    [Fact]
    public async Task A_lock_goes_along_with_other_changes()
    {
        var wire = new RecordingWire();

        await wire.Table(Papers.Schema)
            .UpdateAsync(Papers.Key, Papers.Price.Set(2), Papers.Version.Lock(6), ReturnValues.AllOld);

        wire.Requests.ShouldHaveSingleItem()
            .ShouldBe(
                """
                {"TableName":"papers","Key":{"id":{"S":"p1"}},"UpdateExpression":"SET #0 = :0, #1 = :1",
                "ConditionExpression":"#1 = :2",
                "ReturnValuesOnConditionCheckFailure":"ALL_OLD","ReturnValues":"ALL_OLD",
                "ExpressionAttributeNames":{"#0":"price","#1":"version"},
                "ExpressionAttributeValues":{":0":{"N":"2"},":1":{"N":"7"},":2":{"N":"6"}}}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task A_lock_needs_changes_and_a_version()
    {
        var table = new RecordingWire().Table(Papers.Schema);

        (
            await Should.ThrowAsync<ArgumentNullException>(() =>
                table.UpdateAsync(Papers.Key, null!, Papers.Version.Lock(6))
            )
        ).ParamName.ShouldBe("update");
        (
            await Should.ThrowAsync<ArgumentNullException>(() =>
                table.UpdateAsync(Papers.Key, Papers.Price.Set(1), (VersionLock)null!)
            )
        ).ParamName.ShouldBe("versionLock");
    }

    private static string Text(Update update) => Golden.Of(Papers.Schema, update);
}
