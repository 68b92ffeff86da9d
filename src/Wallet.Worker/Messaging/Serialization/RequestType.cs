using System.Text.Json.Serialization;
using Wallet.Contracts;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// A message that the worker takes: how to read it, and how to tell its sender that it cannot be read.
/// </summary>
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
        new RequestType<GetOperation>(),
        new RequestType<GetDiagnosis>(),
    ];

    /// <summary>Finds a message by its name.</summary>
    public static RequestType Named(string name) => All.First(request => request.Type.Name == name);

    public abstract Type Type { get; }

    /// <summary>The queue that it is taken from: <c>SetBalance</c> from <c>wallet-set-balance</c>.</summary>
    public string Queue => "wallet"
        + string.Concat(Type.Name.Select(one => char.IsUpper(one) ? $"-{char.ToLowerInvariant(one)}" : $"{one}"));

    /// <summary>Whether it is a query, which changes nothing.</summary>
    public bool IsQuestion => Type.Name.StartsWith("Get", StringComparison.Ordinal);

    public abstract JsonConverter NewConverter();

    /// <summary>Calls a generic method with the message's type.</summary>
    public abstract void Call(IMessageTypeCall call);
}

/// <inheritdoc/>
internal sealed class RequestType<T> : RequestType
    where T : class
{
    public override Type Type => typeof(T);

    public override JsonConverter NewConverter() => new ContractJson.Converter<T>();

    public override void Call(IMessageTypeCall call) => call.Call<T>();
}
