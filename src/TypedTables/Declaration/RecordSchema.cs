namespace TypedTables;

/// <summary>The declaration of a record that is stored inside an item, as a map.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class RecordSchema<T> : FieldSet
    where T : class
{
    /// <summary>Declares a nested record.</summary>
    /// <param name="name">Its name, for error messages.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="read">Makes a record from its attributes.</param>
    /// <param name="write">Sets a record's attributes.</param>
    /// <exception cref="TableDeclarationException">The declaration contradicts itself.</exception>
    public RecordSchema(string name, IReadOnlyList<Field> fields, ReadItem<T> read, WriteItem<T> write)
        : base(name, fields)
    {
        Read = read ?? throw new ArgumentNullException(nameof(read));
        Write = write ?? throw new ArgumentNullException(nameof(write));
    }

    internal ReadItem<T> Read { get; }

    internal WriteItem<T> Write { get; }
}
