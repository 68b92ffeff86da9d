using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Tests.Requests;

public sealed class OperationKeyTests
{
    [Theory]
    [InlineData("3c9f5d3e-4a57-4a0e-9a0c-2f6d1b1f7a10")]
    [InlineData("3C9F5D3E-4A57-4A0E-9A0C-2F6D1B1F7A10")]
    [InlineData("\"3c9f5d3e-4a57-4a0e-9a0c-2f6d1b1f7a10\"")]
    public void A_UUID_is_the_operations_id_as_it_is(string header)
    {
        OperationKey.Parse(header).Id.ShouldBe(Guid.Parse("3c9f5d3e-4a57-4a0e-9a0c-2f6d1b1f7a10"));
    }

    /// <summary>
    /// Frozen: a client that tries again after an upgrade of the gateway means the same operation. The ids were
    /// computed with another program.
    /// </summary>
    [Theory]
    [InlineData("invoice-2026-0017", "6b3cbfcb-2500-85ff-9c14-05c019213181")]
    [InlineData("\"invoice-2026-0017\"", "6b3cbfcb-2500-85ff-9c14-05c019213181")]
    [InlineData("~", "7ace431c-b615-84cb-9b8d-c7ec08cf38ac")]
    [InlineData("{3c9f5d3e-4a57-4a0e-9a0c-2f6d1b1f7a10}", "917c1803-1dc1-8047-8c37-1394712fff10")]
    public void Any_other_text_becomes_a_UUID_of_version_8_always_the_same(string header, string id)
    {
        var key = OperationKey.Parse(header);

        key.ShouldBe(new OperationKey(header, Guid.Parse(id)));
        key.Id.Version.ShouldBe(8);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("a b")]
    [InlineData("schlüssel")]
    [InlineData("a\tb")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void What_is_no_key_is_refused(string header)
    {
        Should.Throw<ProblemException>(() => OperationKey.Parse(header)).Problem.Reason.ShouldBe("InvalidRequest");
    }

    [Fact]
    public void A_key_has_255_characters_at_most()
    {
        OperationKey.Parse(new string('k', 255)).Id.Version.ShouldBe(8);
        Should.Throw<ProblemException>(() => OperationKey.Parse(new string('k', 256)));
    }
}
