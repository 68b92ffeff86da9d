using System.ComponentModel.DataAnnotations;

namespace Wallet.Hosting.Settings;

/// <summary>Only provides the error message of a boolean setting.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IsBooleanAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is bool;
}
