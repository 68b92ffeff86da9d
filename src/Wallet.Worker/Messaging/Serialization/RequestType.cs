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
        [.. QueueNames.Requests.Select(type => (RequestType)Activator.CreateInstance(
            typeof(RequestType<>).MakeGenericType(type))!)];

    /// <summary>Finds a message by its name.</summary>
    public static RequestType Named(string name) => All.First(request => request.Type.Name == name);

    public abstract Type Type { get; }

    /// <summary>The queue that it is taken from.</summary>
    public string Queue => QueueNames.Input(Type);

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
