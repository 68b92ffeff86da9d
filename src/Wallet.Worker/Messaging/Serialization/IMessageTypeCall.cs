namespace Wallet.Worker.Messaging.Serialization;

/// <summary>A call with a message's type as type argument, where only its name is known.</summary>
internal interface IMessageTypeCall
{
    void Call<T>()
        where T : class;
}
