namespace Wallet.Storage;

/// <summary>
/// The steps between the delivery of a message and its acknowledgement. Whatever fails at any of them, an operation
/// takes effect once.
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
