using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Wallet.Hosting.Settings;

/// <summary>Only there for the words that say what a yes or no takes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IsBooleanAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is bool;
}
