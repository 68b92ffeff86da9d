using System.Buffers.Binary;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace WorkerBench;

/// <summary>The wallets that messages are about, by number, so that any number of them needs no memory.</summary>
internal static class Wallets
{
    private const int BatchItems = 25;
    private const int BatchesAtOnce = 4;

    /// <summary>The id of a wallet. The bytes are spread by a multiplication, as those of random ids are.</summary>
    public static Guid Id(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)number + 1) * 0x9E3779B97F4A7C15);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | (uint)number);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Stores wallets, as the worker stores them.</summary>
    public static Task StoreAsync(AmazonDynamoDBClient dynamoDb, string table, int from, int to)
    {
        var batches = Enumerable
            .Range(0, (to - from + BatchItems - 1) / BatchItems)
            .Select(batch => from + (batch * BatchItems));
        return Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce },
            async (first, cancelled) =>
            {
                var puts = Enumerable
                    .Range(first, Math.Min(BatchItems, to - first))
                    .Select(number => new WriteRequest(new PutRequest(Item(number))))
                    .ToList();
                await dynamoDb.BatchWriteItemAsync(
                    new BatchWriteItemRequest
                    {
                        RequestItems = new Dictionary<string, List<WriteRequest>> { [table] = puts },
                    },
                    cancelled
                );
            }
        );
    }

    private static Dictionary<string, AttributeValue> Item(int number) => new()
    {
        ["user_id"] = new AttributeValue { S = $"{Id(number)}" },
        ["balance"] = new AttributeValue { N = "100" },
        ["version"] = new AttributeValue { N = "1" },
        ["updated_at"] = new AttributeValue { S = "2026-01-31T12:00:00.0000000Z" },
    };
}
