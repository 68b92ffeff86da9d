using System.Text.Json.Serialization;
using MassTransit;
using MassTransit.Events;
using MassTransit.Metadata;
using Wallet.Contracts;

namespace Wallet.Worker.Messages;

/// <summary>A message that the worker takes: how it is read, and how its sender is told that it cannot be.</summary>
internal abstract class RequestType
{
    /// <summary>Every message that the worker takes.</summary>
    public static IReadOnlyList<RequestType> All { get; } =
    [
        new RequestType<SetBalance>(),
        new RequestType<AdjustBalance>(),
        new RequestType<TransferBalance>(),
        new RequestType<GetBalance>(),
        new RequestType<GetHistory>(),
    ];

    /// <summary>The message of a name.</summary>
    public static RequestType Named(string name) => All.First(request => request.Type.Name == name);

    public abstract Type Type { get; }

    public abstract JsonConverter NewConverter();

    public abstract Task AnswerAsync(ConsumeContext context, BadMessageException error);
}

/// <inheritdoc/>
internal sealed class RequestType<T> : RequestType
    where T : class
{
    public override Type Type => typeof(T);

    public override JsonConverter NewConverter() => new ContractJson.Converter<T>();

    public override async Task AnswerAsync(ConsumeContext context, BadMessageException error)
    {
        // MassTransit's own faults carry the message; this one could not be read, so the slot stays null.
        var fault = new FaultEvent<T>(null!, context.MessageId, HostMetadataCache.Host, error, MessageTypeCache<T>.MessageTypeNames);
        if ((context.FaultAddress ?? context.ResponseAddress) is not { } address)
        {
            await context.Publish<Fault<T>>(fault);
            return;
        }

        var endpoint = await context.GetSendEndpoint(address);
        await endpoint.Send<Fault<T>>(fault, send => send.RequestId = context.RequestId);
    }
}
