namespace TypedTables.Wire.Direct.Http;

/// <summary>A whole answer, in one piece of memory that whoever reads it disposes of.</summary>
/// <param name="Head">What it says before its body.</param>
/// <param name="Memory">Head and body.</param>
/// <param name="BodyEnd">Where the body ends.</param>
internal readonly record struct HttpReply(ReplyHead Head, PooledBytes Memory, int BodyEnd)
{
    public bool IsSuccess => Head.Status is >= 200 and < 300;

    public ReadOnlyMemory<byte> Body => Memory.Bytes.AsMemory(Head.Length, BodyEnd - Head.Length);

    /// <summary>A header's value; empty where it is not there.</summary>
    public ReadOnlySpan<byte> this[Range where] => Memory.Bytes.AsSpan(where);
}
