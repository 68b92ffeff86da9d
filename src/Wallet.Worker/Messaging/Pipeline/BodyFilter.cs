using System.Text.Unicode;
using MassTransit;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Pipeline;

/// <summary>
/// Refuses a body that is too long or not UTF-8 before it is parsed, and hides a byte order mark from the parser.
/// </summary>
/// <remarks>A parser only decodes what it reads: invalid bytes in an ignored field would pass.</remarks>
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
