using System.Numerics;
using System.Runtime.InteropServices;

namespace TypedTables.Codecs;

/// <summary>
/// Where the sum of a stored number and an amount must lie so that it can be read again. All three count powers of ten.
/// </summary>
/// <param name="Least">The least sum.</param>
/// <param name="Most">The greatest sum.</param>
/// <param name="Amount">What is added.</param>
/// <param name="Exponent">The power of ten that one stands for.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SumRange(BigInteger Least, BigInteger Most, BigInteger Amount, int Exponent = 0)
{
    /// <summary>The same for taking the amount away.</summary>
    public SumRange Negated => this with { Amount = -Amount };

    /// <summary>The furthest that the stored number may be in the direction of the amount.</summary>
    public Number StoredMax => new(Amount.Sign > 0 ? Most - Amount : Least - Amount, Exponent);
}
