namespace TypedTables;

/// <summary>A name and a list of fields: the base of a table's schema and a nested record's.</summary>
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

    /// <summary>The table's name in DynamoDB, or the record's in error messages.</summary>
    public string Name { get; }

    /// <summary>
    /// Every declared field. Undeclared attributes are ignored unless <see cref="ItemReader.Unknown"/> asks for them.
    /// </summary>
    public IReadOnlyList<Field> Fields => FieldArray;

    /// <summary>The same as an array, because every attribute of every item is looked up in it.</summary>
    internal Field[] FieldArray { get; }

    internal ReadBack ReadBack { get; }

    /// <summary>
    /// The table's name for errors; null in a record, whose errors are completed with the table's name further up.
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
