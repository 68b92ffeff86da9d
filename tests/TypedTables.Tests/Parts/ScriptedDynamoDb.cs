using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Wire;

namespace TypedTables.Tests.Parts;

/// <summary>
/// The SDK's client with its calls replaced by a script: each answer is a response or an exception. No call goes out.
/// </summary>
internal sealed class ScriptedDynamoDb(params object[] answers)
    : AmazonDynamoDBClient(
        new BasicAWSCredentials("test", "test"),
        new AmazonDynamoDBConfig { ServiceURL = "http://127.0.0.1:1" }
    )
{
    private readonly Queue<object> _answers = new(answers);

    /// <summary>The requests, in the order in which they came.</summary>
    public List<AmazonDynamoDBRequest> Requests { get; } = [];

    /// <summary>What the call of a number, from 0, waits for before it is answered.</summary>
    public Func<int, Task> Gate { get; init; } = static _ => Task.CompletedTask;

    public IEnumerable<string> Operations =>
        Requests.Select(request => request.GetType().Name.Replace("Request", "", StringComparison.Ordinal));

    public static DescribeTableResponse Described(TableStatus status) =>
        new() { Table = new TableDescription { TableStatus = status } };

    public static CreateTableResponse Created(TableStatus status) =>
        new() { TableDescription = new TableDescription { TableStatus = status } };

    public static AmazonDynamoDBException Error(string code, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        new($"{code} in words", ErrorType.Unknown, code, "request-7", status);

    public Table<T> Table<T>(TableSchema<T> schema, TableClientOptions? options = null)
        where T : class
        => new(schema, options ?? new TableClientOptions(), this, new SdkWire(this));

    public override Task<DescribeTableResponse> DescribeTableAsync(
        DescribeTableRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<DescribeTableResponse>(request, cancellationToken);

    public override Task<CreateTableResponse> CreateTableAsync(
        CreateTableRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<CreateTableResponse>(request, cancellationToken);

    public override Task<GetItemResponse> GetItemAsync(
        GetItemRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<GetItemResponse>(request, cancellationToken);

    public override Task<PutItemResponse> PutItemAsync(
        PutItemRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<PutItemResponse>(request, cancellationToken);

    public override Task<UpdateItemResponse> UpdateItemAsync(
        UpdateItemRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<UpdateItemResponse>(request, cancellationToken);

    public override Task<DeleteItemResponse> DeleteItemAsync(
        DeleteItemRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<DeleteItemResponse>(request, cancellationToken);

    public override Task<QueryResponse> QueryAsync(
        QueryRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<QueryResponse>(request, cancellationToken);

    public override Task<ScanResponse> ScanAsync(ScanRequest request, CancellationToken cancellationToken = default) =>
        AnswerAsync<ScanResponse>(request, cancellationToken);

    public override Task<BatchGetItemResponse> BatchGetItemAsync(
        BatchGetItemRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<BatchGetItemResponse>(request, cancellationToken);

    public override Task<BatchWriteItemResponse> BatchWriteItemAsync(
        BatchWriteItemRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<BatchWriteItemResponse>(request, cancellationToken);

    public override Task<TransactGetItemsResponse> TransactGetItemsAsync(
        TransactGetItemsRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<TransactGetItemsResponse>(request, cancellationToken);

    public override Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<TransactWriteItemsResponse>(request, cancellationToken);

    public override Task<UpdateTableResponse> UpdateTableAsync(
        UpdateTableRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<UpdateTableResponse>(request, cancellationToken);

    public override Task<DescribeTimeToLiveResponse> DescribeTimeToLiveAsync(
        DescribeTimeToLiveRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<DescribeTimeToLiveResponse>(request, cancellationToken);

    public override Task<UpdateTimeToLiveResponse> UpdateTimeToLiveAsync(
        UpdateTimeToLiveRequest request,
        CancellationToken cancellationToken = default
    ) => AnswerAsync<UpdateTimeToLiveResponse>(request, cancellationToken);

    private async Task<T> AnswerAsync<T>(AmazonDynamoDBRequest request, CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse
    {
        Requests.Add(request);
        await Gate(Requests.Count - 1).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_answers.TryDequeue(out var answer))
            throw new InvalidOperationException($"The script has no answer for {request.GetType().Name}.");
        if (answer is Exception error)
            throw error;

        var response = (T)answer;
        response.ResponseMetadata = new ResponseMetadata { RequestId = "request-7" };
        return response;
    }
}
