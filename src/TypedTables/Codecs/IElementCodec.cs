using System.Text.Json;

namespace TypedTables.Codecs;

/// <summary>A codec of many values, each stored by another.</summary>
internal interface IElementCodec<T>
{
    Codec<T> Element { get; }
}
