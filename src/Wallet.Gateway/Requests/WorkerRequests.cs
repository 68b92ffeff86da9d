using MassTransit;
using Wallet.Contracts;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Requests;

/// <summary>Sends requests to a worker over the bus, and turns failures into problems.</summary>
/// <remarks>
/// No method takes a cancellation token, because RabbitMQ.Client loses count of its confirms when a publish is
/// cancelled. A request whose client has disconnected is carried out all the same, and the broker drops one that no
/// worker has taken before its time-out.
/// </remarks>
internal sealed class WorkerRequests(
    IBus bus,
    IBusControl control,
    GatewaySettings settings,
    ILogger<WorkerRequests> logger
) : IDisposable
{
    /// <summary>MassTransit's own time-out comes first, unless sending itself hangs.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(settings.AnswerTimeoutMs);
    private readonly SemaphoreSlim _places = new(settings.RequestsMax);

    /// <summary>Whether requests can be sent and events received.</summary>
    public bool IsConnected => control.CheckHealth().Status == BusHealthStatus.Healthy;

    /// <exception cref="ProblemException">The broker is unreachable.</exception>
    public void ThrowIfNotConnected()
    {
        if (!IsConnected)
            throw new ProblemException(Problems.BrokerNotConnected());
    }

    /// <summary>Sends a request and waits for its response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="operationId">The operation's id; null for a query.</param>
    /// <exception cref="ProblemException">
    /// The worker refused the request or failed, no response came, or the request could not be sent.
    /// </exception>
    public async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request, Guid? operationId = null)
        where TRequest : class
        where TResponse : class
    {
        ThrowIfNotConnected();
        if (!await _places.WaitAsync(TimeSpan.Zero))
            throw new ProblemException(Problems.Busy(settings.RequestsMax));

        try
        {
            var client = bus.CreateRequestClient<TRequest>(_timeout);
            var response = await client.GetResponse<TResponse, OperationRefused>(request).WaitAsync(_timeout + Grace);
            return response.Is(out Response<TResponse>? answer)
                ? answer.Message
                : throw new ProblemException(Problems.Refused((OperationRefused)response.Message));
        }
        catch (Exception error) when (error is RequestTimeoutException or TimeoutException)
        {
            throw new ProblemException(Problems.NoAnswer(settings.AnswerTimeoutMs, operationId));
        }
        catch (RequestFaultException error)
        {
            // The text is the worker's own and may name its tables: it is for the log only.
            var fault = error.Fault?.Exceptions.FirstOrDefault();
            // A bad message's description quotes the message, which must not be logged.
            var words = fault?.ExceptionType.EndsWith(".BadMessageException", StringComparison.Ordinal) is true
                ? "it is refused as it stands"
                : fault?.Message;
            logger.LogWarning(
                new EventId(5301, "WorkerFailed"),
                "The worker could not carry out {Request}: {Fault}", typeof(TRequest).Name, words);
            throw new ProblemException(Problems.WorkerFailed(operationId));
        }
        catch (Exception error)
            when (error
                    is MassTransitException
                        or RabbitMQ.Client.Exceptions.RabbitMQClientException
                        or OperationCanceledException
            )
        {
            logger.LogWarning(
                new EventId(5302, "RequestPerhapsLost"),
                "{Request} may not have been sent: {Error}",
                typeof(TRequest).Name,
                error.GetBaseException().Message
            );
            throw new ProblemException(Problems.ConnectionLost(operationId));
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
