namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Creates a read of a transaction.</summary>
    /// <param name="key">The item's key.</param>
    public TransactRead<T> Read(Key key) => new(this, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("Get"u8);
        json.WriteString("TableName"u8, Name);
        WriteKey(json, key);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
