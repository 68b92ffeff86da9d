using System.Numerics;
using System.Text;

namespace TypedTables.Tests.Codecs;

public sealed class NumberLimitsTests
{
    private const string Digits38 = "12345678901234567890123456789012345678";

    private static readonly BigInteger Nines38 = BigInteger.Pow(10, 38) - 1;

    [Theory]
    [InlineData("9.9999999999999999999999999999999999999E+125")]
    [InlineData("-9.9999999999999999999999999999999999999E+125")]
    [InlineData("1E-130")]
    [InlineData("-1E-130")]
    [InlineData("1.5E-130")]
    [InlineData("0.0001E+129")]
    public void The_extremes_of_DynamoDB_are_taken(string text) => Number.TryParse(text, out _).ShouldBeTrue();

    [Theory]
    [InlineData("1E+126")]
    [InlineData("-1E126")]
    [InlineData("10E+125")]
    [InlineData("9.9E-131")]
    [InlineData("0.1E-130")]
    [InlineData("1e400")]
    [InlineData("1E9999")]
    [InlineData("1E-9999")]
    [InlineData("1E99999")]
    [InlineData("1E999999")]
    [InlineData("0E999999")]
    [InlineData("1E99999999999999999999")]
    [InlineData("1" + Digits38)]
    [InlineData("1." + Digits38)]
    [InlineData("-1" + Digits38)]
    [InlineData("1000000000000000000000000000000000000001e-2")]
    public void What_DynamoDB_cannot_hold_is_refused(string text) => Number.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_text_of_200_characters_is_still_looked_at_and_a_longer_one_is_not()
    {
        Number.TryParse("1." + new string('0', 198), out var one).ShouldBeTrue();
        Number.TryParse("-1." + new string('0', 197), out var minusOne).ShouldBeTrue();
        Number.TryParse(new string('1', 200), out _).ShouldBeFalse();
        (one, minusOne).ShouldBe((new Number(1), new Number(-1)));
        Number.TryParse("1." + new string('0', 199), out _).ShouldBeFalse();
        Number.TryParse(Encoding.ASCII.GetBytes("1." + new string('0', 199)), out _).ShouldBeFalse();
    }

    [Fact]
    public void A_number_that_DynamoDB_cannot_hold_cannot_be_made()
    {
        new Number(Nines38, 88).ToString().ShouldBe("99999999999999999999999999999999999999E+88");
        new Number(1, -130).Exponent.ShouldBe(-130);
        Should
            .Throw<OverflowException>(() => new Number(Nines38, 89))
            .Message.ShouldBe("DynamoDB holds 38 significant digits and magnitudes from 1E-130 to 1E+125.");
        Should.Throw<OverflowException>(() => new Number(1, -131));
        Should.Throw<OverflowException>(() => new Number((Nines38 * 10) + 1));
        Should.Throw<OverflowException>(() => new Number(10, int.MaxValue));
    }
}
