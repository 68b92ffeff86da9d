using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Events;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Hides the content of an unreadable message from logs and subscribers: a parser's message quotes what it could not
/// read, which may be an amount.
/// </summary>
internal sealed class RedactedContext : ReceiveContextProxy, ExceptionReceiveContext
{
    private readonly ExceptionReceiveContext _context;

    private RedactedContext(ExceptionReceiveContext context, Exception exception)
        : base(context)
    {
        _context = context;
        Exception = exception;
    }

    public Exception Exception { get; }

    public DateTime ExceptionTimestamp => _context.ExceptionTimestamp;

    public ExceptionInfo ExceptionInfo => new FaultExceptionInfo(Exception);

    public SendHeaders ExceptionHeaders => _context.ExceptionHeaders;

    public static ExceptionReceiveContext Redact(ExceptionReceiveContext context) =>
        Redact(context.Exception) is var exception && exception == context.Exception
            ? context
            : new RedactedContext(context, exception);

    /// <summary>The same exception, or a replacement that says where the error is but not what was there.</summary>
    public static Exception Redact(Exception error) => error.GetBaseException() switch
    {
        JsonException json => new BadMessageException(
            "The message",
            "it cannot be read: not the JSON that was expected, at byte "
                + $"{json.BytePositionInLine} of line {json.LineNumber}."),
        var cause when error is SerializationException || cause is FormatException =>
            new BadMessageException("The message", $"it cannot be read ({cause.GetType().Name})."),
        _ => error,
    };
}
