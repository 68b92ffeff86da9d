using System.Globalization;

namespace TypedTables.Tests.Parts;

/// <summary>Makes the current culture a real one, until it is disposed of.</summary>
internal sealed class RealCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public RealCulture(string name) => CultureInfo.CurrentCulture = new CultureInfo(name, useUserOverride: false);

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
