using System.Globalization;
using Wallet.Contracts;

namespace Wallet.Gateway.Faults;

/// <summary>The catalogue of problems. docs/http.md lists them; a test compares the two.</summary>
internal static class Problems
{
    /// <summary>
    /// How long a client should wait while the broker is unreachable: MassTransit retries every few seconds.
    /// </summary>
    private const int RetryAfterSeconds = 5;

    /// <summary>The status and title of a worker's refusal.</summary>
    public static (int Status, string Title) Describe(RefusalReason reason) =>
        reason switch
        {
            RefusalReason.VersionMismatch => (
                StatusCodes.Status412PreconditionFailed,
                "The wallet has another version"
            ),
            RefusalReason.OperationIdReused => (
                StatusCodes.Status409Conflict,
                "The idempotency key was used for something else"
            ),
            RefusalReason.WalletNotFound => (StatusCodes.Status404NotFound, "There is no such wallet"),
            RefusalReason.InsufficientFunds => (
                StatusCodes.Status422UnprocessableEntity,
                "The balance does not cover the amount"
            ),
            RefusalReason.BalanceOutOfRange => (
                StatusCodes.Status422UnprocessableEntity,
                "The balance would leave its range"
            ),
            _ => (StatusCodes.Status409Conflict, "The operation was refused"),
        };

    /// <summary>A worker's refusal, with the wallet's current state.</summary>
    public static Problem Refused(OperationRefused refusal)
    {
        var (status, title) = Describe(refusal.Reason);
        return new Problem
        {
            Status = status,
            Title = title,
            Reason = $"{refusal.Reason}",
            Detail = DetailOf(refusal),
            UserId = refusal.UserId,
            Balance = refusal.Balance,
            Version = refusal.Found ? refusal.Version : null,
            OperationId = refusal.OperationId,
        };
    }

    /// <summary>A read whose If-Match names another version than the current one.</summary>
    public static Problem OtherVersion(BalanceResult wallet) => new()
    {
        Status = StatusCodes.Status412PreconditionFailed,
        Title = Describe(RefusalReason.VersionMismatch).Title,
        Reason = nameof(RefusalReason.VersionMismatch),
        Detail = FormattableString.Invariant(
            $"The wallet now has version {wallet.Version}. Leave If-Match out to get it."),
        UserId = wallet.UserId,
        Balance = wallet.Balance,
        Version = wallet.Version,
    };

    public static Problem InvalidRequest(string detail) =>
        new()
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The request cannot be understood",
            Reason = "InvalidRequest",
            Detail = detail,
        };

    public static Problem ForeignHost(string host) =>
        new()
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The gateway does not answer to this host name",
            Reason = "ForeignHost",
            Detail =
                $"The header Host is {host}. Call the gateway by a name in its setting AllowedHosts, or add this one "
                    + "there: AllowedHosts=localhost;wallet.example.com.",
        };

    public static Problem CrossOrigin(string detail) =>
        new()
        {
            Status = StatusCodes.Status403Forbidden,
            Title = "The request comes from another site",
            Reason = "CrossOrigin",
            Detail = detail,
        };

    public static Problem WalletNotFound(Guid userId) => new()
    {
        Status = StatusCodes.Status404NotFound,
        Title = Describe(RefusalReason.WalletNotFound).Title,
        Reason = nameof(RefusalReason.WalletNotFound),
        Detail = $"There is no wallet {userId}. Make it with PUT /wallet/{userId} and a balance.",
        UserId = userId,
    };

    public static Problem NotFound(string path) => new()
    {
        Status = StatusCodes.Status404NotFound,
        Title = "There is nothing at this address",
        Reason = "NotFound",
        Detail = $"There is nothing at {path}. /openapi/v1.json lists what there is.",
    };

    public static Problem MethodNotAllowed(string method, string path) => new()
    {
        Status = StatusCodes.Status405MethodNotAllowed,
        Title = "This address takes other methods",
        Reason = "MethodNotAllowed",
        Detail = $"{path} does not take {method}. The header Allow says what it takes.",
    };

    public static Problem TooSlow() => new()
    {
        Status = StatusCodes.Status408RequestTimeout,
        Title = "The request came too slowly",
        Reason = "RequestTooSlow",
        Detail = "The body did not arrive in time. Nothing was done; send the request again.",
    };

    public static Problem TooLarge(int bytesMax) =>
        new()
        {
            Status = StatusCodes.Status413PayloadTooLarge,
            Title = "The body is too large",
            Reason = "BodyTooLarge",
            Detail = string.Create(
                CultureInfo.InvariantCulture,
                $"The body is larger than {bytesMax} bytes. Send only the fields that are asked for."
            ),
        };

    public static Problem UnsupportedMediaType(string detail) => new()
    {
        Status = StatusCodes.Status415UnsupportedMediaType,
        Title = "The body is of another type",
        Reason = "UnsupportedMediaType",
        Detail = detail,
    };

    public static Problem Internal() =>
        new()
        {
            Status = StatusCodes.Status500InternalServerError,
            Title = "The gateway failed",
            Reason = "InternalError",
            Detail =
                "The gateway met an error of its own, and has logged it. Trying again with the same Idempotency-Key "
                    + "is safe.",
        };

    public static Problem BrokerNotConnected() => new()
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        Title = "The broker cannot be reached",
        Reason = "BrokerNotConnected",
        Detail = "The gateway is not connected to its broker. Nothing was sent; try again in a few seconds.",
        RetryAfterSeconds = RetryAfterSeconds,
    };

    public static Problem ConnectionLost(Guid? operationId) => new()
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        Title = "The connection to the broker was lost",
        Reason = "ConnectionLost",
        Detail = "The connection to the broker was lost while the request was sent. " + Unknown(operationId),
        OperationId = operationId,
        RetryAfterSeconds = RetryAfterSeconds,
    };

    public static Problem WorkerFailed(Guid? operationId) => new()
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        Title = "The worker could not carry it out",
        Reason = "WorkerFailed",
        Detail = "The worker tried and failed, and has parked the message in its error queue. " + Unknown(operationId),
        OperationId = operationId,
        RetryAfterSeconds = RetryAfterSeconds,
    };

    public static Problem Busy(int requestsMax) =>
        new()
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Title = "The gateway is busy",
            Reason = "Busy",
            Detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{requestsMax} requests are waiting for answers already. Nothing was sent; try again in a second."
            ),
            RetryAfterSeconds = 1,
        };

    public static Problem TooManyStreams(int streamsMax) =>
        new()
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Title = "Too many event streams are open",
            Reason = "TooManyStreams",
            Detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{streamsMax} event streams are open already. Close one, or raise Gateway__StreamsMax."
            ),
            RetryAfterSeconds = RetryAfterSeconds,
        };

    public static Problem NoAnswer(int timeoutMs, Guid? operationId) =>
        new()
        {
            Status = StatusCodes.Status504GatewayTimeout,
            Title = "No answer came in time",
            Reason = "NoAnswer",
            Detail =
                string.Create(CultureInfo.InvariantCulture, $"No worker answered within {timeoutMs} ms. ")
                + Unknown(operationId),
            OperationId = operationId,
        };

    private static string Unknown(Guid? operationId) =>
        operationId is null
            ? "Nothing was to be changed; ask again."
            : "The operation may have happened. Send it again with the same Idempotency-Key (this answer's header has "
                + "it): it takes effect once.";

    /// <summary>
    /// Rewords a refusal: the worker's text speaks of messages and ids, a caller over HTTP needs HTTP's terms.
    /// </summary>
    private static string DetailOf(OperationRefused refusal) =>
        refusal.Reason switch
        {
            RefusalReason.VersionMismatch when refusal.Version == 0 =>
                "No worker has written the wallet yet. Look whether it is there, and send the request again with "
                    + "If-None-Match: * and a new Idempotency-Key.",
            RefusalReason.VersionMismatch =>
                $"The wallet now has version {refusal.Version}. Look at its balance and send the request again with "
                    + $"If-Match: \"{refusal.Version}\" and a new Idempotency-Key.",
            RefusalReason.OperationIdReused =>
                "This Idempotency-Key belongs to an operation with another content. Send a new operation with a key "
                    + "of its own.",
            RefusalReason.WalletNotFound => WalletNotFound(refusal.UserId).Detail,
            _ => refusal.Message,
        };
}
