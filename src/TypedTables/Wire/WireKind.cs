namespace TypedTables.Wire;

/// <summary>
/// How calls for items reach DynamoDB. Tables are created and described through the AWS SDK either way.
/// </summary>
public enum WireKind
{
    /// <summary>
    /// Signed HTTP/1.1 requests of this library's own, with the AWS SDK's credentials, region and endpoint.
    /// </summary>
    Direct,

    /// <summary>
    /// The AWS SDK's client. Its own retries apply: of the settings of retries only
    /// <see cref="TableClientOptions.AttemptsMax"/> and <see cref="TableClientOptions.AttemptTimeout"/> are handed to
    /// it.
    /// </summary>
    Sdk,
}
