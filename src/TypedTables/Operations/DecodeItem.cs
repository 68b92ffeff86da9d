using System.Text;
using System.Text.Json;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>Makes an item of its JSON, which is gone after the call.</summary>
internal delegate TItem DecodeItem<out TItem>(ReadOnlySpan<byte> json);
