using Wallet.Cli.Bus;
using Wallet.Cli.Output;

namespace Wallet.Cli.Tests.Bus;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://host", "host", 5672, "/", "guest", "guest")]
    [InlineData("amqp://ann:sesame@host:5673/", "host", 5673, "/", "ann", "sesame")]
    [InlineData("amqp://ann:p%40ss%3Aw@host/wallets", "host", 5672, "wallets", "ann", "p@ss:w")]
    [InlineData("amqp://host/%2Fodd", "host", 5672, "/odd", "guest", "guest")]
    public void An_address_is_read_whole(string text, string host, int port, string vhost, string user, string password)
    {
        BrokerAddress.TryParse(text).ShouldBe(new BrokerAddress(host, (ushort)port, vhost, user, password));
    }

    [Fact]
    public void Amqps_is_TLS_on_its_own_port()
    {
        var address = BrokerAddress.TryParse("amqps://ann:sesame@host")!;

        (address.IsTls, address.Port, address.ToString()).ShouldBe((true, (ushort)5671, "amqps://ann@host:5671"));
        address.Secured(_ => null).Security.ShouldNotBeNull();
    }

    [Fact]
    public void Guest_is_refused_for_another_host_than_this_one()
    {
        BrokerAddress.TryParse("amqp://localhost")!.Secured(_ => null).Username.ShouldBe("guest");

        Should
            .Throw<CliException>(() => BrokerAddress.TryParse("amqp://host")!.Secured(_ => null))
            .Message.ShouldStartWith(
                "RabbitMq:Username is 'guest', which is for a broker on this host alone, and RabbitMq:Host is 'host'."
            );
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_named()
    {
        var error = Should.Throw<CliException>(() =>
            BrokerAddress
                .TryParse("amqps://ann:sesame@host")!
                .Secured(name => name == "RabbitMq__CaFile" ? typeof(BrokerAddressTests).Assembly.Location : null)
        );

        error.Message.ShouldStartWith("RabbitMq:CaFile is not usable: It holds no certificate.");
    }

    [Theory]
    [InlineData("http://host")]
    [InlineData("host:5672")]
    [InlineData("amqp://")]
    [InlineData("amqp://host/a/b")]
    [InlineData("amqp://host:0")]
    [InlineData("amqp://host?heartbeat=1")]
    [InlineData("")]
    public void What_is_no_address_is_refused(string text)
    {
        BrokerAddress.TryParse(text).ShouldBeNull();
    }

    [Fact]
    public void The_password_is_never_shown()
    {
        BrokerAddress.TryParse("amqp://ann:sesame@host:5673/odd")!.ToString().ShouldBe("amqp://ann@host:5673/odd");
    }

    [Fact]
    public void The_environment_is_read_as_the_worker_reads_it()
    {
        var variables = new Dictionary<string, string>
        {
            ["RabbitMq__Host"] = "broker",
            ["RabbitMq__Port"] = "5673",
            ["RabbitMq__Username"] = "",
        };

        BrokerAddress
            .FromEnvironment(variables.GetValueOrDefault)
            .ShouldBe(new BrokerAddress("broker", 5673, "/", "guest", "guest"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("many")]
    public void A_port_that_is_none_is_named(string port)
    {
        var error = Should.Throw<CliException>(() =>
            BrokerAddress.FromEnvironment(name => name == "RabbitMq__Port" ? port : null)
        );

        (error.Message, error.ExitCode).ShouldBe(
            ($"RabbitMq__Port is '{port}', but takes a port from 1 to 65535.", ExitCodes.UsageError)
        );
    }
}
