using System.Collections.Specialized;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SystemTests.Parts;

/// <summary>Stands between a client and an engine, and misbehaves as no engine can be made to.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly Dictionary<ProxyFault, string> Refusals = new()
    {
        [ProxyFault.Throttle] = """ThrottlingException","message":"Slow down." """,
        [ProxyFault.ServerError] = """InternalServerError","message":"Something went wrong." """,
        [ProxyFault.ExpiredToken] =
            """ExpiredTokenException","message":"The security token included in the request is expired" """,
        [ProxyFault.WrongClock] = """InvalidSignatureException","message":"Signature expired" """,
        [ProxyFault.Denied] = """AccessDeniedException","Message":"User is not authorized to perform this action." """,
        [ProxyFault.NoTable] =
            """ResourceNotFoundException","message":"Cannot do operations on a non-existent table" """,
    };

    /// <summary>
    /// What a cancelled transaction says of one of its actions, and of which; of the others it says <c>None</c>.
    /// </summary>
    private static readonly Dictionary<ProxyFault, (int Action, string Reason)> Cancellations = new()
    {
        [ProxyFault.Conflict] = (1, """{"Code":"TransactionConflict","Message":"Busy."}"""),
        [ProxyFault.ConflictOnFirst] = (0, """{"Code":"TransactionConflict","Message":"Busy."}"""),
        [ProxyFault.ThrottleAction] = (1, """{"Code":"ThrottlingError","Message":"Slow down."}"""),
        [ProxyFault.CancelSilently] = (0, NoReason),
    };

    private const string NoReason = """{"Code":"None"}""";

    private static readonly TimeSpan LongDelay = TimeSpan.FromSeconds(5);

    private readonly HttpListener _listener = new();
    private readonly HttpClient _engine;
    private readonly Func<string, ProxyFault> _faultOf;
    private readonly ProxyAnswer? _answer;
    private readonly Task _serving;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts serving.</summary>
    /// <param name="engine">Where requests go.</param>
    /// <param name="faultOf">What goes wrong with a request, by its operation, such as <c>UpdateItem</c>.</param>
    /// <param name="answer">Answers requests in the engine's place; null passes every one on.</param>
    public FaultyProxy(Uri engine, Func<string, ProxyFault> faultOf, ProxyAnswer? answer = null)
    {
        _engine = new HttpClient { BaseAddress = engine };
        _faultOf = faultOf;
        _answer = answer;
        Endpoint = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        _listener.Prefixes.Add(Endpoint.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>What goes wrong with a request, by its headers; asked first.</summary>
    public Func<NameValueCollection, ProxyFault>? FaultOfHeaders { get; init; }

    /// <summary>Changes what the engine says where it refuses a request, by its operation.</summary>
    public Action<string, JsonNode>? ChangeRefusal { get; init; }

    public async ValueTask DisposeAsync()
    {
        _closed.SetResult();
        _listener.Close();
        await _serving;
        _engine.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = HandleAsync(context);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"]!.Split('.')[1];
        var fault = FaultOfHeaders?.Invoke(context.Request.Headers) ?? ProxyFault.None;
        if (fault == ProxyFault.None)
            fault = _faultOf(operation);
        if (fault == ProxyFault.Stall)
        {
            await _closed.Task;
            return;
        }

        if (fault == ProxyFault.Delay)
            await Task.WhenAny(Task.Delay(LongDelay), _closed.Task);
        if (Refusals.TryGetValue(fault, out var refusal))
        {
            context.Response.StatusCode = fault == ProxyFault.ServerError ? 500 : 400;
            await context.Response.OutputStream.WriteAsync(
                Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{refusal}}}""")
            );
            context.Response.Close();
            return;
        }

        using var body = new StreamContent(context.Request.InputStream);
        var sent = await body.ReadAsStringAsync();
        if (Cancellations.TryGetValue(fault, out var cancellation))
        {
            context.Response.StatusCode = 400;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Cancelled(cancellation, sent)));
            context.Response.Close();
            return;
        }

        if (_answer is not null && await AnswerAsync() is { } answer)
        {
            context.Response.StatusCode = answer["__type"] is null ? 200 : 400;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
            context.Response.Close();
            return;
        }

        using var response = await PassOnAsync(context, sent);
        if (fault == ProxyFault.LoseAnswer)
        {
            context.Response.Abort();
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        if (ChangeRefusal is not null && (int)response.StatusCode == 400)
        {
            var refused = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            ChangeRefusal(operation, refused);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(refused.ToJsonString()));
            context.Response.Close();
            return;
        }

        await response.Content.CopyToAsync(context.Response.OutputStream);
        context.Response.Close();

        async Task<JsonNode?> AnswerAsync()
        {
            try
            {
                return await _answer!(operation, JsonNode.Parse(sent)!, AskAsync);
            }
            catch (RefusedByEngineException refused)
            {
                return refused.Answer;
            }
        }

        async Task<JsonNode> AskAsync(JsonNode changed)
        {
            using var answered = await PassOnAsync(context, changed.ToJsonString());
            var said = JsonNode.Parse(await answered.Content.ReadAsStringAsync())!;
            return answered.IsSuccessStatusCode ? said : throw new RefusedByEngineException(said);
        }
    }

    /// <summary>A reason for each action, as the service gives them.</summary>
    private static string Cancelled((int Action, string Reason) cancellation, string request)
    {
        var actions = JsonNode.Parse(request)!["TransactItems"]!.AsArray().Count;
        var which = Math.Min(cancellation.Action, actions - 1);
        var reasons = Enumerable.Range(0, actions).Select(at => at == which ? cancellation.Reason : NoReason);
        const string Type = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
        var all = string.Join(',', reasons);
        return $$"""{"__type":"{{Type}}","Message":"Cancelled.","CancellationReasons":[{{all}}]}""";
    }

    private async Task<HttpResponseMessage> PassOnAsync(HttpListenerContext context, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        foreach (
            var name in context.Request.Headers.AllKeys.Where(name =>
                name!.StartsWith("X-Amz", StringComparison.OrdinalIgnoreCase) || name == "Authorization"
            )
        )
            request.Headers.TryAddWithoutValidation(name!, context.Request.Headers[name]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        return await _engine.SendAsync(request);
    }

    /// <summary>Ends a test's own answer: what the engine said goes to the client.</summary>
    private sealed class RefusedByEngineException(JsonNode answer) : Exception
    {
        public JsonNode Answer { get; } = answer;
    }
}

/// <summary>Answers a request in an engine's place.</summary>
/// <param name="operation">The operation, such as <c>BatchGetItem</c>.</param>
/// <param name="request">The request's JSON.</param>
/// <param name="engine">Asks the engine, with the same request or a changed one.</param>
/// <returns>The answer's JSON, an error where it has a <c>__type</c>; null leaves the request to the engine.</returns>
internal delegate Task<JsonNode?> ProxyAnswer(
    string operation,
    JsonNode request,
    Func<JsonNode, Task<JsonNode>> engine
);

/// <summary>What goes wrong with one request.</summary>
internal enum ProxyFault
{
    None,

    /// <summary>The engine carries it out, and the answer never arrives.</summary>
    LoseAnswer,

    /// <summary>The engine never sees it; the answer is that of a throttled table.</summary>
    Throttle,

    /// <summary>
    /// The engine never sees it; the answer is that of a transaction whose second action met another transaction.
    /// </summary>
    Conflict,

    /// <summary>The same, of a transaction whose first action met another.</summary>
    ConflictOnFirst,

    /// <summary>
    /// The engine never sees it; the answer is that of a transaction whose second action was throttled.
    /// </summary>
    ThrottleAction,

    /// <summary>
    /// The engine never sees it; the answer is that of a transaction that is cancelled without a word why.
    /// </summary>
    CancelSilently,

    /// <summary>The engine never sees it; the answer is that of a service that has a fault of its own.</summary>
    ServerError,

    /// <summary>The engine never sees it; the answer is that to a role that may not do this.</summary>
    Denied,

    /// <summary>The engine never sees it; the answer is that of a table that is not there.</summary>
    NoTable,

    /// <summary>The engine never sees it; the answer is that to credentials that have expired.</summary>
    ExpiredToken,

    /// <summary>The engine never sees it; the answer is that to a signature of another time.</summary>
    WrongClock,

    /// <summary>The engine sees it 5 s later, whether or not the client still waits for the response.</summary>
    Delay,

    /// <summary>The engine never sees it, and no answer comes for as long as the proxy is there.</summary>
    Stall,
}
