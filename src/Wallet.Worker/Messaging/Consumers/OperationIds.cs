using System.Security.Cryptography;
using MassTransit;
using Wallet.Worker.Messages;

namespace Wallet.Worker.Consumers;

/// <summary>Which operation a message is.</summary>
internal static class OperationIds
{
    /// <summary>The message's own operation id; else the id that it had when it was first sent; else its id.</summary>
    /// <exception cref="BadMessageException">It has none of them, or the all-zero UUID.</exception>
    public static Guid Of<T>(ConsumeContext<T> context, Guid? operationId)
        where T : class
    {
        var id = operationId
            ?? context.Headers.Get<Guid>(MessageHeaders.OriginalMessageId)
            ?? context.MessageId
            ?? throw new BadMessageException(
                typeof(T).Name, "operationId is missing, and the message has no id that could stand for it. Send operationId, or a message id that is a UUID.");
        BadMessageException.ThrowIfEmpty(id, typeof(T).Name, "OperationId");
        return id;
    }
}

/// <summary>The ids of events.</summary>
internal static class EventIds
{
    private const int UuidLength = 16;

    /// <summary>The same id for the same operation on the same wallet, whoever publishes it: a UUID of version 8, made of SHA-256.</summary>
    public static Guid Of(Guid operationId, Guid userId)
    {
        Span<byte> name = stackalloc byte[2 * UuidLength];
        operationId.TryWriteBytes(name, bigEndian: true, out _);
        userId.TryWriteBytes(name[UuidLength..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..UuidLength], bigEndian: true);
    }
}
