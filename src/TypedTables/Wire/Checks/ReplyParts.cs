namespace TypedTables.Wire.Checks;

/// <summary>
/// The members that tell the responses of operations apart. Others are ignored, since the service may add some.
/// </summary>
[Flags]
internal enum ReplyParts
{
    None = 0,
    Item = 1,
    Attributes = 1 << 1,
    Items = 1 << 2,
    Count = 1 << 3,
    LastKey = 1 << 4,
    Responses = 1 << 5,
    UnprocessedKeys = 1 << 6,
    UnprocessedItems = 1 << 7,
    Reasons = 1 << 8,
}
