namespace Wallet.Cli.Watch;

/// <summary>How an event relates to earlier ones of the same wallet.</summary>
internal enum VersionMark
{
    /// <summary>The first event, or the one after the previous.</summary>
    Next,

    /// <summary>Versions before it are missing.</summary>
    Gap,

    /// <summary>A version that was missing.</summary>
    Late,

    /// <summary>A version that was seen before: an event may be published more than once.</summary>
    Repeat,
}
