using Microsoft.Extensions.Logging;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>What the sender of a failed message is to be told once the message lies where a person finds it.</summary>
internal sealed class PendingNotifications
{
    private readonly List<Func<Task>> _words = [];

    /// <summary>Adds what is to be told.</summary>
    public void Add(Func<Task> tellAsync) => _words.Add(tellAsync);

    /// <summary>
    /// Tells it, once. What cannot be told is dropped: the message is parked, and must not be parked again for it.
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
                    "The sender of a message that is parked could not be told so: {Reason}",
                    error.Message
                );
            }
        }

        _words.Clear();
    }
}
