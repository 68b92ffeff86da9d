using System.ComponentModel.DataAnnotations;

namespace Wallet.Worker.Settings;

/// <summary>How to reach the broker, and how much to take from it at once. Section <c>RabbitMq</c>.</summary>
internal sealed class RabbitMqSettings
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

    /// <summary>How many messages the broker sends ahead to each queue's consumer, 1 to 1000. Default 32.</summary>
    [Range(1, 1000, ErrorMessage = "a number from 1 to 1000")]
    public int PrefetchCount { get; set; } = 32;

    /// <summary>How many messages of each queue are worked on at once, 1 to 1000. Default 32.</summary>
    [Range(1, 1000, ErrorMessage = "a number from 1 to 1000")]
    public int ConcurrentMessageLimit { get; set; } = 32;

    /// <summary>How many bytes a message's body may have, 1024 to 1048576. Default 65536. Larger ones are parked unread.</summary>
    [Range(1024, 1_048_576, ErrorMessage = "a number from 1024 to 1048576")]
    public int BodyBytesMax { get; set; } = 65_536;
}
