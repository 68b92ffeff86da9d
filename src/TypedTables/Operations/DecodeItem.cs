namespace TypedTables;

/// <summary>Decodes an item from JSON that is valid only during the call.</summary>
internal delegate TItem DecodeItem<out TItem>(ReadOnlySpan<byte> json);
