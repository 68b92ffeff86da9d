using Wallet.Worker.Messaging.Consumers;

namespace Wallet.Worker.Tests.Messaging.Consumers;

public sealed class EventIdsTests
{
    private static readonly Guid Operation = Guid.Parse("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21");
    private static readonly Guid User = Guid.Parse("badff6d6-41d4-46fb-ae74-ba19a2e69cb1");

    [Fact]
    public void The_id_of_an_event_is_frozen_so_that_a_repeat_is_known_whichever_worker_publishes_it()
    {
        EventIds.Derive(Operation, User).ShouldBe(Guid.Parse("cf1e7d50-c68a-8e21-b814-078aafa3ef02"));
    }

    [Fact]
    public void Every_operation_has_another_event_for_every_wallet()
    {
        Guid[] ids =
        [
            EventIds.Derive(Operation, User),
            EventIds.Derive(User, Operation),
            EventIds.Derive(Operation, Operation),
            EventIds.Derive(User, User),
        ];

        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Version == 8 && (id.Variant & 0xC) == 0x8);
    }
}
