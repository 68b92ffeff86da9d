using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Context;
using MassTransit.Events;
using MassTransit.Metadata;
using MassTransit.Serialization;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Publishing;

namespace Wallet.Worker.Tests.Messaging.Publishing;

public sealed class EnvelopeTests
{
    private static readonly DateTimeOffset SentAt = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly Envelope Full = new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(),
        new Uri("rabbitmq://localhost/wallet-set-balance"), new Uri("rabbitmq://localhost/bus_x?temporary=true"));

    private static readonly BalanceUpdated Updated = new()
    {
        UserId = Guid.NewGuid(),
        Balance = long.MaxValue,
        PreviousBalance = null,
        Version = 3,
        OperationId = Guid.NewGuid(),
        UpdatedAt = SentAt.AddTicks(1),
    };

    [Fact]
    public void It_says_what_MassTransit_s_own_serializer_says() => ShouldBeAsMassTransitWrites(Full, Updated);

    [Fact]
    public void Ids_that_there_are_not_are_left_out() =>
        ShouldBeAsMassTransitWrites(Full with { RequestId = null, ConversationId = null, InitiatorId = null }, Updated);

    [Fact]
    public void Texts_that_need_escapes_and_names_for_numbers_are_written_alike() =>
        ShouldBeAsMassTransitWrites(
            Full,
            new OperationRefused
            {
                UserId = Guid.NewGuid(),
                OperationId = Guid.NewGuid(),
                Reason = RefusalReason.VersionMismatch,
                Message = "\"<quoted>\" & ünïcode ✓",
                Found = false,
                Balance = null,
                Version = 0,
                UpdatedAt = null,
            }
        );

    [Fact]
    public void Faults_are_written_alike() =>
        ShouldBeAsMassTransitWrites<Fault<GetBalance>>(
            Full,
            new FaultEvent<GetBalance>(
                new GetBalance { UserId = Guid.NewGuid() },
                Guid.NewGuid(),
                HostMetadataCache.Host,
                new InvalidOperationException("Why."),
                MessageTypeCache<GetBalance>.MessageTypeNames
            )
        );

    private static void ShouldBeAsMassTransitWrites<T>(Envelope envelope, T message)
        where T : class
    {
        var context = new MessageSendContext<T>(message)
        {
            MessageId = envelope.MessageId,
            RequestId = envelope.RequestId,
            ConversationId = envelope.ConversationId,
            InitiatorId = envelope.InitiatorId,
            SourceAddress = envelope.Source,
            DestinationAddress = envelope.Destination,
        };
        var theirs = JsonNode
            .Parse(
                new SystemTextJsonMessageSerializer(SystemTextJsonMessageSerializer.JsonContentType)
                    .GetMessageBody(context)
                    .GetBytes()
            )!
            .AsObject();
        foreach (var (name, _) in theirs.Where(field => field.Value is null).ToList())
            theirs.Remove(name); // nothing is nothing, written or not

        theirs["sentTime"] = "2026-01-31T12:00:00Z"; // theirs is of now

        var ours = JsonNode.Parse(envelope.Write(message, SentAt));

        JsonNode.DeepEquals(ours, theirs).ShouldBeTrue($"{ours}\n{theirs}");
    }
}
