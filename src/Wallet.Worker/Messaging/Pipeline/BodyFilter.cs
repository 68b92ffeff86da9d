using System.Text.Unicode;
using MassTransit;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Refuses a body above the limit, or of another encoding than UTF-8, before anything of it is parsed, and does not
/// show its byte order mark to the parser.
/// </summary>
/// <remarks>A parser looks only at what it reads: bytes in a field that nobody reads would pass.</remarks>
internal sealed class BodyFilter(int bytesMax) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (context.Body.Length > bytesMax)
        {
            throw new BadMessageException(
                "The message", $"its body has {context.Body.Length} bytes. Send at most {bytesMax}.");
        }

        if (!Utf8.IsValid(context.Body.GetBytes()))
            throw new BadMessageException("The message", "its body is not UTF-8. Send JSON in UTF-8.");

        return next.Send(BodyWithoutByteOrderMark.Wrap(context));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("body");
}
