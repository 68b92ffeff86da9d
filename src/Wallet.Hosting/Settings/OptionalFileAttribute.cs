using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Wallet.Hosting.Settings;

/// <summary>A file that can be made: its folder exists, and it is no folder itself. Or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalFileAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is ""
        || (
            value is string file
            && !Directory.Exists(file)
            && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))
        );
}
