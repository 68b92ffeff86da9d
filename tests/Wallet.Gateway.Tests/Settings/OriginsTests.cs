using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Tests.Settings;

public sealed class OriginsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("https://wallet.example.com")]
    [InlineData("http://10.0.0.7:8080; https://wallet.example.com/")]
    public void Origins_are_schemes_hosts_and_perhaps_ports(string origins) =>
        new OriginsAttribute().IsValid(origins).ShouldBeTrue();

    [Theory]
    [InlineData("wallet.example.com")]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("ftp://wallet.example.com")]
    [InlineData("https://wallet.example.com/page")]
    [InlineData("https://me@wallet.example.com")]
    [InlineData("https://wallet.example.com;;")]
    [InlineData("https://one.example, https://two.example")]
    public void What_names_no_origins_is_refused_at_the_start(string origins) =>
        new OriginsAttribute().IsValid(origins).ShouldBeFalse();
}
