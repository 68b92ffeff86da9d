using MassTransit;

namespace Wallet.Worker.Messages;

/// <summary>
/// Refuses a body above the limit before anything of it is parsed, and does not show its byte order mark to the parser.
/// </summary>
internal sealed class BodySizeFilter(int bytesMax) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => context.Body.Length > bytesMax
        ? throw new BadMessageException("The message", $"its body has {context.Body.Length} bytes. Send at most {bytesMax}.")
        : next.Send(WithoutByteOrderMark.Of(context));

    public void Probe(ProbeContext context) => context.CreateFilterScope("bodySize");
}
