using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SystemTests.Histories;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.FaultMatrix;

/// <summary>
/// Clients in plain AMQP. They send each message until the broker has confirmed it and again where no answer comes, and
/// log everything.
/// </summary>
internal sealed class MatrixClients : IAsyncDisposable
{
    /// <summary>How long a client waits for an answer before it sends the same operation again.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    private readonly string _name = $"{DocumentedUsers.Integrator}-{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<Guid, Attempt> _attempts = new();
    private readonly ConcurrentQueue<Published> _events = new();
    private readonly SturdyConnection _connection;
    private readonly StormPlan _plan;
    private readonly Mischief _mischief;
    private readonly int _clients;
    private readonly ManualGate _gate = new();
    private volatile bool _isStopping;
    private Task _running = Task.CompletedTask;
    private int _operations;

    public MatrixClients(int brokerPort, int seed, Mischief mischief, int clients = 16, int wallets = 12)
    {
        _connection = new SturdyConnection(brokerPort);
        _plan = new StormPlan(new StormSettings(int.MaxValue, clients, wallets, OperationsPerKill: 0, seed));
        (_mischief, _clients) = (mischief, clients);
    }

    public IReadOnlyList<Guid> Wallets => _plan.Wallets;

    public HistoryLog Log { get; } = new();

    /// <summary>Everything that was sent, however often: what was to be carried out, and what never can be.</summary>
    public IReadOnlyCollection<Attempt> Attempts => [.. _attempts.Values];

    public IReadOnlyCollection<Published> Events => [.. _events];

    /// <summary>Operations and reads that clients asked for, repeats not counted.</summary>
    public int Operations => Volatile.Read(ref _operations);

    /// <summary>Makes the wallets, and begins.</summary>
    public async Task StartAsync()
    {
        await _connection.ConsumeAsync(_name + "-answers", exchange: null, NoteAnswer);
        await _connection.ConsumeAsync(_name + "-events", ExchangeTap.Events, NoteEvent);
        await Task.WhenAll(_plan.First.Select(first => AskAsync(first, client: -1)));
        _running = Task.WhenAll(Enumerable.Range(0, _clients).Select(client => Task.Run(() => RunAsync(client))));
    }

    /// <summary>
    /// Waits until every client has been answered, and asks for nothing more until <see cref="GoOn"/>.
    /// </summary>
    public Task HoldAsync() => _gate.CloseAsync(_clients);

    public void GoOn() => _gate.Open();

    /// <summary>Waits until every client has been answered to something that it asked for from now on.</summary>
    public async Task AllAnsweredAgainAsync()
    {
        var now = Log.Now();
        await Eventually.IsTrueAsync(
            () =>
                _attempts
                    .Values.Where(attempt => attempt.Client >= 0 && attempt.Begin > now && attempt.IsAnswered)
                    .Select(attempt => attempt.Client)
                    .Distinct()
                    .Count() == _clients,
            "every client to be answered again"
        );
    }

    /// <summary>Lets every client finish what it asked for.</summary>
    public async Task StopAsync()
    {
        _isStopping = true;
        await _running.WaitAsync(TimeSpan.FromMinutes(3));
        await _mischief.FinishAsync();
    }

    /// <summary>Adds to the log what was never answered, which may have taken effect or not.</summary>
    public void Finish()
    {
        foreach (
            var attempt in _attempts.Values.Where(attempt => attempt is { IsAnswered: false, OperationId: not null })
        )
            Log.Add(
                new Entry(attempt.OperationId, Outcome.Unknown, attempt.Begin, long.MaxValue)
                {
                    Wallets = attempt.Wallets,
                }
            );
    }

    public async Task DeleteQueuesAsync()
    {
        await using var connection = await _connection.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(_name + "-answers");
        await channel.QueueDeleteAsync(_name + "-events");
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task RunAsync(int client)
    {
        foreach (var (message, repetition) in _plan.Of(client))
        {
            await _gate.PassAsync();
            if (_isStopping)
                break;
            if (repetition != Repetition.Late)
                Interlocked.Increment(ref _operations);
            _mischief.Around(() => SendAsync(message, -1), SendBadAsync);
            await Task.WhenAll(
                AskAsync(message, client),
                repetition == Repetition.AtOnce ? AskAsync(message, client) : Task.CompletedTask
            );
        }

        _gate.Leave();
    }

    /// <summary>Sends a message until one copy of it has been answered.</summary>
    private async Task AskAsync(object message, int client)
    {
        while (true)
        {
            var attempt = await SendAsync(message, client);
            if (attempt.IsConfirmed)
                await Task.WhenAny(attempt.Answered, Task.Delay(AnswerPatience));
            else
                await Task.Delay(100); // The broker is away, or the queue is not declared yet.
            if (attempt.IsAnswered)
                return;
        }
    }

    private Task<Attempt> SendAsync(object message, int client)
    {
        var (exchange, operationId, wallets) = message switch
        {
            SetBalance set => (nameof(SetBalance), set.OperationId, 1),
            AdjustBalance adjust => (nameof(AdjustBalance), adjust.OperationId, 1),
            TransferBalance transfer => (nameof(TransferBalance), transfer.OperationId, 2),
            GetBalance => (nameof(GetBalance), null, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message, "Nobody sends that."),
        };
        var attempt = new Attempt(Guid.NewGuid(), operationId, Log.Now(), client, wallets);
        return SendAsync(
            attempt,
            exchange,
            JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), JsonSerializerOptions.Web),
            "application/json"
        );
    }

    private Task SendBadAsync(BadMessage bad) =>
        SendAsync(
            new Attempt(Guid.NewGuid(), null, Log.Now(), -1, 0) { IsBad = true },
            nameof(SetBalance),
            bad.Body,
            bad.ContentType
        );

    private async Task<Attempt> SendAsync(Attempt attempt, string exchange, byte[] body, string contentType)
    {
        _attempts[attempt.Id] = attempt;
        var properties = new BasicProperties
        {
            ContentType = contentType,
            Persistent = true,
            MessageId = $"{attempt.Id}",
            CorrelationId = $"{attempt.Id}",
            ReplyTo = _name + "-answers",
        };
        attempt.IsConfirmed = await _connection.TryPublishAsync(
            $"{nameof(Wallet)}.{nameof(Wallet.Contracts)}:{exchange}",
            properties,
            body
        );
        return attempt;
    }

    private void NoteAnswer(BasicDeliverEventArgs answer)
    {
        if (
            !Guid.TryParse(answer.BasicProperties.CorrelationId, out var id)
            || !_attempts.TryGetValue(id, out var attempt)
        )
            return;

        var now = Log.Now();
        var (outcome, seen) = Read(answer.BasicProperties.Type, answer.Body.Span);
        if (!attempt.IsBad)
            Log.Add(new Entry(attempt.OperationId, outcome, attempt.Begin, now, seen) { Wallets = attempt.Wallets });
        attempt.Answer(outcome);
    }

    private static (Outcome Outcome, Seen[] Seen) Read(string? type, ReadOnlySpan<byte> body) =>
        type switch
        {
            nameof(BalanceUpdated) => (Outcome.Ok, [SeenIn(Parse<BalanceUpdated>(body))]),
            nameof(BalanceTransferred) when Parse<BalanceTransferred>(body) is var moved => (
                Outcome.Ok,
                [SeenIn(moved.From), SeenIn(moved.To)]
            ),
            nameof(BalanceResult) when Parse<BalanceResult>(body) is var read => (
                Outcome.Ok,
                [new Seen(read.UserId, read.Version, read.Balance ?? 0, null, read.UpdatedAt)]
            ),
            nameof(OperationRefused) => (Outcome.Refused, []),
            nameof(RequestFailed) => (Outcome.Unknown, []),
            _ => throw new InvalidOperationException(
                $"Nobody expects an answer of type {type}: {Encoding.UTF8.GetString(body)}"
            ),
        };

    private void NoteEvent(BasicDeliverEventArgs published)
    {
        using var envelope = JsonDocument.Parse(published.Body);
        var updated = envelope
            .RootElement.GetProperty("message")
            .Deserialize<BalanceUpdated>(JsonSerializerOptions.Web)!;
        if (_plan.Wallets.Contains(updated.UserId))
            _events.Enqueue(
                new Published(
                    envelope.RootElement.GetProperty("messageId").GetGuid(),
                    RecordedHistory.ChangeIn(updated)
                )
            );
    }

    private static Seen SeenIn(BalanceUpdated updated) =>
        new(updated.UserId, updated.Version, updated.Balance, updated.PreviousBalance, updated.UpdatedAt);

    private static T Parse<T>(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize<T>(body, JsonSerializerOptions.Web)!;
}

/// <summary>One message that was sent, and what became of it.</summary>
/// <param name="Id">Its <c>message_id</c> and <c>correlation_id</c>.</param>
/// <param name="OperationId">The operation; null for a read.</param>
/// <param name="Begin">When it was sent.</param>
/// <param name="Client">The client that waits for the response; -1 for none.</param>
/// <param name="Wallets">How many wallets it is about.</param>
internal sealed record Attempt(Guid Id, Guid? OperationId, long Begin, int Client, int Wallets)
{
    private readonly TaskCompletionSource<Outcome> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it can never be carried out.</summary>
    public bool IsBad { get; init; }

    public bool IsConfirmed { get; set; }

    public Task Answered => _answered.Task;

    /// <summary>Whether any answer came, that it had failed included.</summary>
    public bool IsAnswered => _answered.Task.IsCompleted;

    /// <summary>What the answer was.</summary>
    public Outcome Outcome => IsAnswered ? _answered.Task.GetAwaiter().GetResult() : Outcome.Unknown;

    /// <summary>Whether it was carried out or refused, and its sender told so.</summary>
    public bool IsDone => Outcome != Outcome.Unknown;

    public void Answer(Outcome outcome) => _answered.TrySetResult(outcome);
}
