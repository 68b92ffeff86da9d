using System.Text.Json.Serialization;
using Wallet.Contracts;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>What is called with a message's type, where only its name is known.</summary>
internal interface IMessageTypeCall
{
    void Call<T>()
        where T : class;
}
