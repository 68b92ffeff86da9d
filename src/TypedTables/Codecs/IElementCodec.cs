namespace TypedTables.Codecs;

/// <summary>A codec of a collection, with the codec of its elements.</summary>
internal interface IElementCodec<T>
{
    Codec<T> Element { get; }
}
