using Microsoft.Extensions.Logging;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>The notifications for the sender of a failed message, which are sent once the message is parked.</summary>
internal sealed class PendingNotifications
{
    private readonly List<Func<Task>> _words = [];

    /// <summary>Adds a notification.</summary>
    public void Add(Func<Task> tellAsync) => _words.Add(tellAsync);

    /// <summary>
    /// Sends the notifications, once. One that fails is dropped: the message is parked already and must not be parked
    /// again.
    /// </summary>
    public async Task TellAsync(ILogger logger)
    {
        foreach (var tellAsync in _words)
        {
            try
            {
                await tellAsync();
            }
            catch (Exception error)
            {
                logger.LogWarning(
                    new EventId(4601, "SenderNotTold"),
                    "The sender of a message that is parked could not be told so: {Reason}",
                    error.Message
                );
            }
        }

        _words.Clear();
    }
}
