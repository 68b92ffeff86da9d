using MassTransit;
using MassTransit.Context;

namespace Wallet.Worker.Messages;

/// <summary>A message without the byte order mark that came before its JSON, for whatever reads it.</summary>
internal sealed class WithoutByteOrderMark : ReceiveContextProxy, ReceiveContext
{
    private readonly MessageBody _body;

    private WithoutByteOrderMark(ReceiveContext context, byte[] body)
        : base(context) => _body = new BytesMessageBody(body);

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    MessageBody ReceiveContext.Body => _body;

    /// <summary>The message itself, where it has no such mark.</summary>
    public static ReceiveContext Of(ReceiveContext context)
    {
        var body = context.Body.GetBytes();
        return body.AsSpan().StartsWith(Mark) ? new WithoutByteOrderMark(context, body[Mark.Length..]) : context;
    }
}
