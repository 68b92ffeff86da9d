namespace Wallet.Cli.Watch;

/// <summary>How an event stands to those before it of the same wallet.</summary>
internal enum VersionMark
{
    /// <summary>The first that is seen, or the one after the last.</summary>
    Next,

    /// <summary>Versions before it are missing.</summary>
    Gap,

    /// <summary>One that was missing.</summary>
    Late,

    /// <summary>One that was seen before: an event may be published more than once.</summary>
    Repeat,
}
