using System.Numerics;
using System.Runtime.InteropServices;

namespace TypedTables.Codecs;

/// <summary>
/// The range that the sum of a stored number and an amount must stay in, so that the codec can read the result. All
/// three numbers count powers of ten.
/// </summary>
/// <param name="Least">The smallest sum.</param>
/// <param name="Most">The largest sum.</param>
/// <param name="Amount">The amount that is added.</param>
/// <param name="Exponent">The exponent of that power of ten.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SumRange(BigInteger Least, BigInteger Most, BigInteger Amount, int Exponent = 0)
{
    /// <summary>The range for subtracting the amount.</summary>
    public SumRange Negated => this with { Amount = -Amount };

    /// <summary>
    /// The bound of the stored number in the amount's direction: its maximum for a positive amount, its minimum for a
    /// negative one.
    /// </summary>
    public Number StoredMax => new(Amount.Sign > 0 ? Most - Amount : Least - Amount, Exponent);
}
