using System.ComponentModel.DataAnnotations;

namespace Wallet.Hosting.Settings;

/// <summary>The path of an existing file that may be read, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReadableFileAttribute : ValidationAttribute
{
    public override bool IsValid(object? value)
    {
        if (value is not string { Length: > 0 } file)
            return value is "";
        try
        {
            using var opened = File.OpenRead(file);
            return true;
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
