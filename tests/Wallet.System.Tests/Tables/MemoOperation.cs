using System.Globalization;
using TypedTables;
using TypedTables.Expressions;
using static SystemTests.Tables.MemoTable;

namespace SystemTests.Tables;

/// <summary>One operation, in this layer's words and in those of the AWS SDK.</summary>
internal sealed partial record MemoOperation(
    string Verb,
    string Id,
    Memo Memo,
    string Change,
    string When,
    string Return
)
{
    private static readonly string[] Changes =
    [
        "SET #s = :s",
        "SET #t = :t",
        "SET #s = #s + :s",
        "SET #s = #s - :s",
        "ADD #s :s",
        "ADD #m :m",
        "DELETE #m :m",
        "SET #t = if_not_exists(#t, :t)",
        "SET #l = list_append(if_not_exists(#l, :none), :l)",
        "REMOVE #t",
        "REMOVE #m, #l",
    ];

    private static readonly string[] Conditions =
    [
        "",
        "",
        "attribute_exists(#i)",
        "attribute_not_exists(#i)",
        "#s = :s",
        "attribute_exists(#s) AND #s <> :s",
        "#s < :s",
        "#s >= :s",
        "#s BETWEEN :e AND :s",
        "begins_with(#t, :p)",
        "contains(#m, :e)",
        "size(#l) > :e",
        "(#s = :s OR attribute_not_exists(#m))",
        "NOT #t = :t",
        "#s IN (:s, :e)",
        "attribute_type(#t, :S)",
    ];

    public static MemoOperation Next(Random random)
    {
        var id = random.Next(5).ToString(CultureInfo.InvariantCulture);
        var memo = new Memo(
            id,
            random.Next(3) == 0 ? null : random.Next(-2, 4),
            random.Next(3) == 0 ? null : new string('x', random.Next(3)) + "ä🏦",
            random.Next(3) == 0 ? null : new HashSet<long> { random.Next(3), random.Next(3, 6) },
            random.Next(3) == 0 ? null : [.. Enumerable.Repeat("l", random.Next(3))]);
        var verb = Pick("Put", "Update", "Update", "Update", "Delete", "Get");
        return new MemoOperation(
            verb,
            id,
            memo,
            Pick(Changes),
            Pick(Conditions),
            verb == "Update" ? Pick("NONE", "ALL_OLD", "ALL_NEW") : Pick("NONE", "ALL_OLD"));

        string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];
    }

    public override string ToString() =>
        $"{Verb} {Canonical(Memo)}; {(Verb == "Update" ? Change : "")}; when {When}; return {Return}";

    private long S => Memo.Size ?? 1;

    private string T => Memo.Text ?? "";

    private HashSet<long> M => [.. Memo.Marks ?? new HashSet<long> { 1, 2 }];

    private const long E = 1;

    public async Task<string> OursAsync(Table<Memo> table)
    {
        try
        {
            var key = Key.Of(MemoTable.Id, Id);
            var returned = Return switch
            {
                "ALL_OLD" => ReturnValues.AllOld,
                "ALL_NEW" => ReturnValues.AllNew,
                _ => ReturnValues.None,
            };
            if (Verb == "Get")
                return Canonical(await table.GetAsync(key));
            var result = Verb switch
            {
                "Put" => await table.PutAsync(Memo, OurCondition(), returned),
                "Delete" => await table.DeleteAsync(key, OurCondition(), returned),
                _ => await table.UpdateAsync(key, OurUpdate(), OurCondition(), returned),
            };
            return $"{(result.IsApplied ? "applied" : "refused")} {Canonical(result.Item)}";
        }
        catch (TableOperationException error)
        {
            return error.Code;
        }
    }

    private Update OurUpdate() => Change switch
    {
        "SET #s = :s" => Size.Set(S),
        "SET #t = :t" => Text.Set(T),
        "SET #s = #s + :s" => Size.Increase(S),
        "SET #s = #s - :s" => Size.Decrease(S),
        "ADD #s :s" => Size.Add(S),
        "ADD #m :m" => Marks.Add(M),
        "DELETE #m :m" => Marks.Delete(M),
        "SET #t = if_not_exists(#t, :t)" => Text.SetIfAbsent(T),
        "SET #l = list_append(if_not_exists(#l, :none), :l)" => Log.Append([T]),
        "REMOVE #t" => Text.Remove(),
        "REMOVE #m, #l" => Marks.Remove().And(Log.Remove()),
        _ => throw new InvalidOperationException(Change),
    };

    private Condition? OurCondition() => When switch
    {
        "" => null,
        "attribute_exists(#i)" => MemoTable.Id.Exists(),
        "attribute_not_exists(#i)" => MemoTable.Id.NotExists(),
        "#s = :s" => Size.Is(S),
        "attribute_exists(#s) AND #s <> :s" => Size.IsNot(S),
        "#s < :s" => Size.IsLessThan(S),
        "#s >= :s" => Size.IsAtLeast(S),
        "#s BETWEEN :e AND :s" => Size.IsBetween(E, S),
        "begins_with(#t, :p)" => Text.BeginsWith("x"),
        "contains(#m, :e)" => Marks.Contains(E),
        "size(#l) > :e" => Log.Size().IsGreaterThan(E),
        "(#s = :s OR attribute_not_exists(#m))" => Size.Is(S).Or(Marks.NotExists()),
        "NOT #t = :t" => Text.Is(T).Not(),
        "#s IN (:s, :e)" => Size.IsIn(S, E),
        "attribute_type(#t, :S)" => Text.HasType(AttributeType.S),
        _ => throw new InvalidOperationException(When),
    };
}
