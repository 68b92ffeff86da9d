using SystemTests.Parts;

namespace SystemTests.Fuzz;

/// <summary>
/// Sends the messages of the fuzz as a system in any language may, and goes on whatever the broker says to one.
/// </summary>
internal sealed class FuzzSender(int brokerPort) : IAsyncDisposable
{
    private RawPublisher? _publisher;

    /// <summary>Sends one. What the broker said against it; null where it took it.</summary>
    public async Task<string?> SendAsync(FuzzMessage message)
    {
        _publisher ??= await RawPublisher.ConnectAsync(brokerPort, DocumentedUsers.Integrator);
        try
        {
            await _publisher.PublishAsync(message.Exchange, "", message.Properties, message.Body);
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            await DisposeAsync();
            return error.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_publisher is not null)
            await _publisher.DisposeAsync();
        _publisher = null;
    }
}
