using System.Text;
using Microsoft.Extensions.Configuration;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;

namespace Wallet.Hosting.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Theory]
    [InlineData("""{"RabbitMq":{"VirtualHost":["a","b"]}}""")]
    [InlineData("""{"RabbitMq":{"VirtualHost":{"name":"a"}}}""")]
    public void A_list_or_an_object_in_place_of_a_text_is_a_fault_and_not_an_empty_text(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var reader = new SettingsReader(new ConfigurationBuilder().AddJsonStream(stream).Build());

        reader.Read<RabbitMqSettings>("RabbitMq");

        Should.Throw<SettingsException>(reader.ThrowIfAnyIsWrong).Message.ShouldStartWith(
            "RabbitMq:VirtualHost is a list or an object, but takes one value.");
    }
}
