using System.ComponentModel.DataAnnotations;
using Wallet.Hosting.Settings;

namespace Wallet.Hosting.Broker;

/// <summary>How to reach the broker, and how much to take from it at once. Section <c>RabbitMq</c>.</summary>
internal sealed class RabbitMqSettings : ISettingsCompletion
{
    /// <summary>The broker's host name or address. Default <c>localhost</c>.</summary>
    [HostName(ErrorMessage = "a host name or address")]
    public string Host { get; set; } = "localhost";

    /// <summary>The AMQP port, 1 to 65535. Default 5672.</summary>
    [Range(1, 65535, ErrorMessage = "a port from 1 to 65535")]
    public int Port { get; set; } = 5672;

    /// <summary>The virtual host. Default <c>/</c>.</summary>
    [Required(ErrorMessage = "a virtual host such as /")]
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user name. Default <c>guest</c>, which RabbitMQ lets in from its own host only.</summary>
    [Required(ErrorMessage = "a user name")]
    public string Username { get; set; } = "guest";

    /// <summary>The password. Default <c>guest</c>.</summary>
    [Required(ErrorMessage = "a password")]
    public string Password { get; set; } = "guest";

    /// <summary>
    /// A file that holds the password, such as a container's secret; it counts instead of <see cref="Password"/>.
    /// Default empty.
    /// </summary>
    [ReadableFile(ErrorMessage = "a file that can be read, or nothing")]
    public string PasswordFile { get; set; } = "";

    /// <summary>
    /// Whether to speak TLS, 1.2 or 1.3, to the broker. Its certificate must be valid, of a known authority, and for
    /// <see cref="Host"/>. Default false.
    /// </summary>
    [IsBoolean(ErrorMessage = "true or false")]
    public bool Tls { get; set; }

    /// <summary>The authorities to trust instead of this machine's, a PEM file. Default empty.</summary>
    [ReadableFile(ErrorMessage = "a PEM file that can be read, or nothing")]
    public string CaFile { get; set; } = "";

    /// <summary>
    /// The certificate to show to a broker that wants one, a PEM file; issued by an authority that the broker knows,
    /// for intermediate ones are not sent. Default empty.
    /// </summary>
    [ReadableFile(ErrorMessage = "a PEM file that can be read, or nothing")]
    public string ClientCertificateFile { get; set; } = "";

    /// <summary>The key of that certificate, a PEM file. Default empty: it is in the certificate's file.</summary>
    [ReadableFile(ErrorMessage = "a PEM file that can be read, or nothing")]
    public string ClientKeyFile { get; set; } = "";

    /// <summary>How many messages the broker sends ahead to each queue's consumer, 1 to 1000. Default 64.</summary>
    [Range(1, 1000, ErrorMessage = "a number from 1 to 1000")]
    public int PrefetchCount { get; set; } = 64;

    /// <summary>How many messages of each queue are worked on at once, 1 to 1000. Default 64.</summary>
    [Range(1, 1000, ErrorMessage = "a number from 1 to 1000")]
    public int ConcurrentMessageLimit { get; set; } = 64;

    /// <summary>
    /// How many bytes a message's body may have, 1024 to 1048576. Default 65536. Larger ones are parked unread.
    /// </summary>
    [Range(1024, 1_048_576, ErrorMessage = "a number from 1024 to 1048576")]
    public int BodyBytesMax { get; set; } = 65_536;

    /// <summary>
    /// What the worker's queues are: <c>Quorum</c>, replicated over a cluster's nodes, or <c>Classic</c>. Default
    /// <c>Quorum</c>.
    /// </summary>
    [RegularExpression(@"(Quorum|Classic)\z", ErrorMessage = "Quorum or Classic")]
    public string QueueType { get; set; } = nameof(Broker.QueueType.Quorum);

    /// <summary>
    /// How often a message may come back undone, 1 to 1000, before it goes to its queue's dead-letter queue. Default
    /// 20. Quorum queues only.
    /// </summary>
    [Range(1, 1000, ErrorMessage = "a number from 1 to 1000")]
    public int DeliveryLimit { get; set; } = 20;

    internal bool IsQuorum => QueueType == nameof(Broker.QueueType.Quorum);

    /// <summary>What is trusted and shown; null without TLS. No setting: it is made of those above.</summary>
    internal BrokerTls? Security { get; private set; }

    /// <summary>
    /// Reads again what lies in files, for secrets are changed while programs run. A file that cannot be used at the
    /// moment, for it is just being replaced, leaves what it gave before: whoever connects tries again.
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
            // Then the one before.
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
