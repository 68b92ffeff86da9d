namespace TypedTables.Wire;

/// <summary>How calls for items are made. Tables are always created and described through the AWS SDK.</summary>
public enum WireKind
{
    /// <summary>
    /// This library signs and sends HTTP/1.1 requests itself, with the AWS SDK's credentials, region and endpoint.
    /// </summary>
    Direct,

    /// <summary>
    /// The AWS SDK's client, with its own retries. Of the retry settings it only uses
    /// <see cref="TableClientOptions.AttemptsMax"/> and <see cref="TableClientOptions.AttemptTimeout"/>.
    /// </summary>
    Sdk,
}
