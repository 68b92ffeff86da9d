using Wallet.Worker.Messaging.Consumers;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Tests.Messaging.Serialization;

public sealed class ConsumerNamesTests
{
    [Theory]
    [InlineData(typeof(SetBalanceConsumer), "Wallet.Worker.Consumers.SetBalanceConsumer")]
    [InlineData(typeof(TransferBalanceConsumer), "Wallet.Worker.Consumers.TransferBalanceConsumer")]
    [InlineData(typeof(ConsumerNamesTests), "Wallet.Worker.Tests.Messaging.Serialization.ConsumerNamesTests")]
    public void A_parked_message_names_its_consumer_as_it_always_did(Type consumer, string name) =>
        ConsumerNames.Find(consumer.FullName!).ShouldBe(name);
}
