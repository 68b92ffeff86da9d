using System.Text.Json;
using Amazon.DynamoDBv2;
using TypedTables.Json;
using TypedTables.Wire.Sdk;

namespace TypedTables.Wire;

/// <summary>The wire that uses the AWS SDK, with its credentials, endpoints, signing and retries.</summary>
/// <param name="dynamoDb">The SDK's client. This class does not dispose of it.</param>
public sealed class SdkWire(IAmazonDynamoDB dynamoDb) : IDynamoDbWire
{
    /// <summary>
    /// The time-out of a whole call. The SDK's own time-out ends when a response begins; it waits for the rest without
    /// one.
    /// </summary>
    internal TimeSpan CallTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    public async Task<WireReply> SendAsync(
        string operation,
        ReadOnlyMemory<byte> request,
        CancellationToken cancellationToken
    )
    {
        _ = WireTarget.ForOperation(operation); // throws for any other operation than the ten
        using var document = JsonDocument.Parse(request, JsonLimits.Document);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(CallTimeout);
        try
        {
            var call = CallForReplyAsync(operation, new SdkRequestReader(document.RootElement), deadline.Token);
            var reply = await call.WaitAsync(deadline.Token).ConfigureAwait(false);
            return reply.IsServerError && TakesEffectTwice(operation, request)
                ? reply with { IsRetryable = false }
                : reply;
        }
        catch (Exception error) when (SdkErrors.IsFailure(error, cancellationToken))
        {
            // The SDK does not report its earlier attempts; only if it makes no retries is it certain that nothing was
            // sent.
            var isNotSent = dynamoDb.Config is { MaxErrorRetry: 0 } && SdkErrors.IsNotSent(error);
            throw SdkErrors.ToException(operation, error, isUnsafe: TakesEffectTwice(operation, request) && !isNotSent);
        }
    }

    private static bool TakesEffectTwice(string operation, ReadOnlyMemory<byte> request) =>
        IdempotencyReader.Read(operation, request.Span) == Idempotency.NotIdempotent;

    private async Task<WireReply> CallForReplyAsync(
        string operation,
        SdkRequestReader json,
        CancellationToken token)
    {
        try
        {
            return await CallAsync(operation, json, token).ConfigureAwait(false);
        }
        catch (AmazonDynamoDBException error) when (SdkErrors.IsAnswer(error))
        {
            return SdkErrors.ToReply(error);
        }
    }

    private async Task<WireReply> CallAsync(string operation, SdkRequestReader json, CancellationToken token) =>
        operation switch
        {
            "GetItem" => SdkReplies.From(await dynamoDb.GetItemAsync(json.GetItem(), token).ConfigureAwait(false)),
            "PutItem" => SdkReplies.From(await dynamoDb.PutItemAsync(json.PutItem(), token).ConfigureAwait(false)),
            "UpdateItem" => SdkReplies.From(
                await dynamoDb.UpdateItemAsync(json.UpdateItem(), token).ConfigureAwait(false)
            ),
            "DeleteItem" => SdkReplies.From(
                await dynamoDb.DeleteItemAsync(json.DeleteItem(), token).ConfigureAwait(false)
            ),
            "Query" => SdkReplies.From(await dynamoDb.QueryAsync(json.Query(), token).ConfigureAwait(false)),
            "Scan" => SdkReplies.From(await dynamoDb.ScanAsync(json.Scan(), token).ConfigureAwait(false)),
            "BatchGetItem" => SdkReplies.From(
                await dynamoDb.BatchGetItemAsync(json.BatchGetItem(), token).ConfigureAwait(false)
            ),
            "BatchWriteItem" => SdkReplies.From(
                await dynamoDb.BatchWriteItemAsync(json.BatchWriteItem(), token).ConfigureAwait(false)
            ),
            "TransactGetItems" => SdkReplies.From(
                await dynamoDb.TransactGetItemsAsync(json.TransactGetItems(), token).ConfigureAwait(false)
            ),
            "TransactWriteItems" => SdkReplies.From(
                await dynamoDb.TransactWriteItemsAsync(json.TransactWriteItems(), token).ConfigureAwait(false)
            ),
            _ => throw new ArgumentOutOfRangeException(
                nameof(operation),
                operation,
                "This wire does not make such calls."
            ),
        };
}
