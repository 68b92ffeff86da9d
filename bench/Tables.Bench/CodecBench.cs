using System.Globalization;
using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using TypedTables;

namespace Tables.Bench;

/// <summary>
/// Question 2: what it costs to make an item of an answer's bytes, and bytes of an item, and nothing else.
/// </summary>
internal static class CodecBench
{
    private static readonly byte[] Reply = Encoding.UTF8.GetBytes(Samples.Reply("GetItem"));
    private static readonly byte[] ItemJson = Encoding.UTF8.GetBytes(Samples.ItemJson);
    private static readonly Dictionary<string, AttributeValue> Attributes = SdkContender.ToItem(Samples.Wallet);
    private static readonly ContextWallet ContextItem = new()
    {
        UserId = Samples.User,
        Balance = Samples.Wallet.Balance,
        Version = Samples.Wallet.Version,
        UpdatedAt = Samples.At,
    };
    private static readonly PutItemRequest Put = new() { TableName = "user_wallet" };
    private static readonly EmptyResponse Response = new();

    private static object? _kept;

    public static void Run(BenchSettings settings)
    {
        using var dynamoDb = new AmazonDynamoDBClient(
            new BasicAWSCredentials("a", "b"),
            new AmazonDynamoDBConfig { ServiceURL = "http://127.0.0.1:1" }
        );
        using var context = new DynamoDBContextBuilder()
            .WithDynamoDBClient(() => dynamoDb)
            .ConfigureContext(config => config.DisableFetchingTableMetadata = true)
            .Build();

        Compare(
            "decode: bytes to item",
            settings,
            [
                ("ours", () => WalletTable.Schema.Decode(ItemJson)),
                ("by hand, of the SDK's dictionary of the same bytes", () => SdkContender.FromItem(Unmarshalled())),
                (
                    "DynamoDBContext, of the same",
                    () => context.FromDocument<ContextWallet>(Document.FromAttributeMap(Unmarshalled()))
                ),
            ]
        );
        Compare(
            "decode: of a dictionary that is there already",
            settings,
            [
                ("ours, of bytes", () => WalletTable.Schema.Decode(ItemJson)),
                ("by hand, of the dictionary alone", () => SdkContender.FromItem(Attributes)),
                (
                    "DynamoDBContext, of the dictionary alone",
                    () => context.FromDocument<ContextWallet>(Document.FromAttributeMap(Attributes))
                ),
            ]
        );
        Compare(
            "encode: item to bytes",
            settings,
            [
                ("ours", () => WalletTable.Schema.Encode(Samples.Wallet)),
                (
                    "by hand, by the SDK's dictionary to its request's bytes",
                    () => Marshalled(SdkContender.ToItem(Samples.Wallet))
                ),
                ("DynamoDBContext, to the same", () => Marshalled(context.ToDocument(ContextItem).ToAttributeMap())),
            ]
        );
    }

    private static void Compare(string title, BenchSettings settings, List<(string Name, Func<object> Act)> contenders)
    {
        const int Acts = 200_000;
        foreach (var (_, act) in contenders)
            Time(act, Acts);
        var rounds = contenders.ToDictionary(one => one.Name, _ => new List<(double Nanoseconds, double Bytes)>());
        for (var round = 0; round < Math.Max(settings.Rounds, 5); round++)
        {
            foreach (var (name, act) in contenders)
                rounds[name].Add(Time(act, Acts));
        }

        Console.WriteLine($"\n### {title}\n\n| way | ns | to the one by hand | bytes |\n|---|---|---|---|");
        var hand = Cost.Median(rounds[contenders[1].Name].Select(one => one.Nanoseconds));
        foreach (var (name, measured) in rounds)
        {
            var nanoseconds = Cost.Median(measured.Select(one => one.Nanoseconds));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {nanoseconds:0} | {nanoseconds / hand:0.00} | "
                        + $"{Cost.Median(measured.Select(one => one.Bytes)):0} |"
                )
            );
        }
    }

    private static (double Nanoseconds, double Bytes) Time(Func<object> act, int acts)
    {
        var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < acts; i++)
            _kept = act();
        var elapsed = Environment.CpuUsage.TotalTime - start; // the machine may have other things to do
        return (elapsed.TotalNanoseconds / acts, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)acts);
    }

    private static Dictionary<string, AttributeValue> Unmarshalled()
    {
        using var stream = new MemoryStream(Reply);
        using var context = new JsonUnmarshallerContext(stream, false, Response);
        return ((GetItemResponse)GetItemResponseUnmarshaller.Instance.Unmarshall(context)).Item;
    }

    private static object Marshalled(Dictionary<string, AttributeValue> item)
    {
        Put.Item = item;
        return PutItemRequestMarshaller.Instance.Marshall(Put);
    }

    /// <summary>What the SDK wants to know of an HTTP answer.</summary>
    private sealed class EmptyResponse : IWebResponseData
    {
        public long ContentLength => Reply.Length;

        public string ContentType => "application/x-amz-json-1.0";

        public HttpStatusCode StatusCode => HttpStatusCode.OK;

        public bool IsSuccessStatusCode => true;

        public IHttpResponseBody ResponseBody => throw new NotSupportedException();

        public string[] GetHeaderNames() => [];

        public bool IsHeaderPresent(string headerName) => false;

        public string GetHeaderValue(string headerName) => "";

        public bool IsEventHeaderPresent(string headerName) => false;

        public Amazon.Runtime.EventStreams.IEventStreamHeader? GetEventStreamHeader(string headerName) => null;
    }
}
