namespace TypedTables.Wire.Direct;

/// <summary>Whether a failed attempt may be followed by another one.</summary>
internal enum Retry
{
    /// <summary>The call has failed.</summary>
    Never,

    /// <summary>This call itself was at fault, and that is corrected.</summary>
    AtOnce,

    /// <summary>The failure is transient, and the service may need time.</summary>
    AfterPause,
}
