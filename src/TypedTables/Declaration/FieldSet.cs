namespace TypedTables;

/// <summary>A name and the fields under it: what a table and a nested record have in common.</summary>
public abstract class FieldSet
{
    private protected FieldSet(string name, IReadOnlyList<Field> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Name = name;
        FieldArray = [.. fields];
        ReadBack = new ReadBack(this);
        DeclarationCheck.VerifyFields(this);
    }

    /// <summary>The name, for DynamoDB or for error messages.</summary>
    public string Name { get; }

    /// <summary>
    /// Every declared field. Attributes that are not declared are ignored, unless they are asked for.
    /// </summary>
    public IReadOnlyList<Field> Fields => FieldArray;

    /// <summary>The same; every attribute of every item is looked up in it.</summary>
    internal Field[] FieldArray { get; }

    internal ReadBack ReadBack { get; }

    /// <summary>
    /// The table's name for errors; null in a record, whose errors name the way to it from its table.
    /// </summary>
    internal virtual string? Table => null;

    internal int IndexOf(Field field)
    {
        var fields = FieldArray;
        for (var i = 0; i < fields.Length; i++)
        {
            if (ReferenceEquals(fields[i], field))
                return i;
        }

        return -1;
    }

    /// <exception cref="ArgumentException">No field is named.</exception>
    internal static void RequireSome(IReadOnlyCollection<Field> only)
    {
        ArgumentNullException.ThrowIfNull(only);
        if (only.Count == 0)
            throw new ArgumentException("Name at least one field.", nameof(only));
    }

    internal void RequireDeclared(Field field)
    {
        if (IndexOf(field) < 0)
            throw new ItemEncodeException(Table, field.Name, "a place among the declared fields", "none");
    }
}
