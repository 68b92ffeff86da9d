namespace Wallet.Storage;

/// <summary>
/// The steps from the delivery of a message to its acknowledgement. Whichever of them fails, an operation takes effect
/// at most once.
/// </summary>
internal enum FailPoint
{
    BeforeRead,
    AfterRead,
    AfterDecide,
    AfterTransact,
    AfterPublish,
    AfterRespond,
}
