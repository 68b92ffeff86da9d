using System.Globalization;

namespace TypedTables.Tests.Parts;

/// <summary>
/// Makes the current culture one in which everything that a culture can change is changed, until it is disposed of.
/// </summary>
internal sealed class OddCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public OddCulture()
    {
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NegativeSign = "minus ";
        odd.NumberFormat.NumberGroupSeparator = "·";
        odd.NumberFormat.NumberDecimalSeparator = ";";
        odd.DateTimeFormat.DateSeparator = "~";
        odd.DateTimeFormat.TimeSeparator = "!";
        odd.DateTimeFormat.ShortDatePattern = "dd/MM/yy";
        odd.DateTimeFormat.LongTimePattern = "hh:mm tt";
        odd.DateTimeFormat.Calendar = new GregorianCalendar { TwoDigitYearMax = 1950 };
        CultureInfo.CurrentCulture = odd;
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
