using System.Security.Cryptography;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>Derives the ids of events.</summary>
internal static class EventIds
{
    private const int UuidLength = 16;

    /// <summary>
    /// Derives the same id for the same operation on the same wallet, in every worker: a UUID of version 8 from a
    /// SHA-256 hash.
    /// </summary>
    public static Guid Derive(Guid operationId, Guid userId)
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
