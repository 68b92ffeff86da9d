using MassTransit;
using MassTransit.Context;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>Hides the byte order mark before a message's JSON.</summary>
internal sealed class BodyWithoutByteOrderMark : ReceiveContextProxy, ReceiveContext
{
    private readonly MessageBody _body;

    private BodyWithoutByteOrderMark(ReceiveContext context, byte[] body)
        : base(context) => _body = new BytesMessageBody(body);

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    MessageBody ReceiveContext.Body => _body;

    /// <summary>Wraps the message; returns it unchanged if it has no byte order mark.</summary>
    public static ReceiveContext Wrap(ReceiveContext context)
    {
        var body = context.Body.GetBytes();
        return body.AsSpan().StartsWith(Mark) ? new BodyWithoutByteOrderMark(context, body[Mark.Length..]) : context;
    }
}
