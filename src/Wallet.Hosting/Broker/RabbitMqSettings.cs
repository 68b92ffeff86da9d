using System.ComponentModel.DataAnnotations;
using Wallet.Hosting.Settings;

namespace Wallet.Hosting.Broker;

/// <summary>How to reach the broker, and how much to take from it at once. Section <c>RabbitMq</c>.</summary>
internal sealed class RabbitMqSettings : ISettingsCompletion
{
    /// <summary>The broker's host.</summary>
    [HostName(ErrorMessage = "a host name or address")]
    public string Host { get; set; } = "localhost";

    /// <summary>The broker's AMQP port.</summary>
    [Range(1, 65535, ErrorMessage = "a port from 1 to 65535")]
    public int Port { get; set; } = 5672;

    /// <summary>The virtual host.</summary>
    [Required(ErrorMessage = "a virtual host such as /")]
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user name. <c>guest</c> is refused unless <see cref="Host"/> is this host.</summary>
    [Required(ErrorMessage = "a user name")]
    public string Username { get; set; } = "guest";

    /// <summary>The password.</summary>
    [Required(ErrorMessage = "a password")]
    public string Password { get; set; } = "guest";

    /// <summary>
    /// A file that contains the password, such as a container's secret. It overrides <see cref="Password"/>, and is
    /// read again for each connection.
    /// </summary>
    [ReadableFile(ErrorMessage = "a file that can be read, or nothing")]
    public string PasswordFile { get; set; } = "";

    /// <summary>
    /// Whether to use TLS 1.2 or 1.3. The broker's certificate must be valid, from a trusted authority, and for
    /// <see cref="Host"/>.
    /// </summary>
    [IsBoolean(ErrorMessage = "true or false")]
    public bool Tls { get; set; }

    /// <summary>The authorities to trust instead of this machine's.</summary>
    [ReadableFile(ErrorMessage = "a PEM file that can be read, or nothing")]
    public string CaFile { get; set; } = "";

    /// <summary>
    /// The client certificate for a broker that requires one. An authority that the broker knows must have issued it
    /// directly, since intermediate certificates are not sent.
    /// </summary>
    [ReadableFile(ErrorMessage = "a PEM file that can be read, or nothing")]
    public string ClientCertificateFile { get; set; } = "";

    /// <summary>The private key of that certificate. Empty: the key is in the certificate's file.</summary>
    [ReadableFile(ErrorMessage = "a PEM file that can be read, or nothing")]
    public string ClientKeyFile { get; set; } = "";

    /// <summary>How many messages the broker delivers to each queue's consumer ahead of acknowledgements.</summary>
    [Range(1, 1000, ErrorMessage = "a number from 1 to 1000")]
    public int PrefetchCount { get; set; } = 64;

    /// <summary>How many messages of each queue are processed at once.</summary>
    [Range(1, 1000, ErrorMessage = "a number from 1 to 1000")]
    public int ConcurrentMessageLimit { get; set; } = 64;

    /// <summary>The maximum length of a message's body, in bytes. Longer messages are parked unread.</summary>
    [Range(1024, 1_048_576, ErrorMessage = "a number from 1024 to 1048576")]
    public int BodyBytesMax { get; set; } = 65_536;

    /// <summary>
    /// The type of the worker's queues: <c>Quorum</c>, replicated over the nodes of a cluster, or <c>Classic</c>. See
    /// <see href="operating.md#moving-to-other-queues">Moving to other queues</see>.
    /// </summary>
    [RegularExpression(@"(Quorum|Classic)\z", ErrorMessage = "Quorum or Classic")]
    public string QueueType { get; set; } = nameof(Broker.QueueType.Quorum);

    /// <summary>
    /// How often a message may be returned to its queue before it is dead-lettered. Quorum queues only.
    /// </summary>
    [Range(1, 1000, ErrorMessage = "a number from 1 to 1000")]
    public int DeliveryLimit { get; set; } = 20;

    internal bool IsQuorum => QueueType == nameof(Broker.QueueType.Quorum);

    /// <summary>The certificates, derived from the settings above; null without TLS.</summary>
    internal BrokerTls? Security { get; private set; }

    /// <summary>
    /// Reads the files again, because secrets change while programs run. If a file is unusable for the moment, as while
    /// it is being replaced, its previous content stays; the caller's next attempt reads it again.
    /// </summary>
    internal void Refresh()
    {
        try
        {
            if (PasswordFile.Length > 0 && PasswordIn(PasswordFile) is { Length: > 0 } password)
                Password = password;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // keep the previous content
        }

        if (Tls && BrokerTls.TryLoad(CaFile, ClientCertificateFile, ClientKeyFile, out _) is { } security)
            Security = security;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Complete()
    {
        if (PasswordFile.Length > 0)
        {
            Password = PasswordIn(PasswordFile);
            if (Password.Length == 0)
                yield return $"RabbitMq:PasswordFile is '{PasswordFile}', which is empty. Write the password into it, "
                    + "or leave the setting out.";
        }

        if (BrokerTls.FaultOfUser(Username, Host) is { } user)
            yield return user;
        if (Port == BrokerTls.Port && !Tls)
            yield return $"RabbitMq:Tls is false, and RabbitMq:Port is {Port}, where brokers speak TLS. Set "
                + "RabbitMq__Tls=true, or another port.";
        if (!Tls)
            yield break;

        Security = BrokerTls.TryLoad(CaFile, ClientCertificateFile, ClientKeyFile, out var fault);
        if (fault is not null)
            yield return fault;
    }

    private static string PasswordIn(string file) => File.ReadAllText(file).TrimEnd('\r', '\n');
}
