using System.ComponentModel.DataAnnotations;

namespace Wallet.Hosting.Settings;

/// <summary>The path of a file that can be created: its folder exists, and it is not a folder. Or nothing.</summary>
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
