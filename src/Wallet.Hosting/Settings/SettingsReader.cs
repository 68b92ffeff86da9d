using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Wallet.Hosting.Settings;

/// <summary>
/// Reads sections of the configuration and checks them, collecting every fault, so that all are reported at once.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    /// <summary>Reads the settings of a section. Faults are collected for <see cref="ThrowIfAnyIsWrong"/>.</summary>
    /// <remarks>
    /// The framework's binder stops at the first fault, and its message names neither the range nor the fix.
    /// </remarks>
    public T Read<T>(string section)
        where T : class, new()
    {
        var settings = new T();
        var faultsBefore = _faults.Count;
        var properties = typeof(T).GetProperties();
        foreach (var entry in configuration.GetSection(section).GetChildren())
        {
            // A misspelt key would otherwise silently do nothing.
            var property = Array.Find(
                properties,
                one => string.Equals(one.Name, entry.Key, StringComparison.OrdinalIgnoreCase)
            );
            if (property is null)
                _faults.Add(
                    $"{section}:{entry.Key} is no setting. The settings of {section} are "
                        + $"{string.Join(", ", properties.Select(one => one.Name))}."
                );
            else if (entry.GetChildren().Any())
                _faults.Add(
                    $"{section}:{property.Name} is a list or an object, but takes one value. Write it as one text, "
                        + "such as \"1,5,30\".");
            else
                Set(settings, property, section, entry.Value ?? "");
        }

        if (_faults.Count == faultsBefore && settings is ISettingsCompletion together)
            _faults.AddRange(together.Complete());
        return settings;
    }

    /// <exception cref="SettingsException">Some settings are wrong; it has a line for each.</exception>
    public void ThrowIfAnyIsWrong()
    {
        if (_faults.Count > 0)
            throw new SettingsException(_faults);
    }

    private void Set(object settings, PropertyInfo property, string section, string text)
    {
        var rules = property.GetCustomAttributes<ValidationAttribute>().ToList();
        if (TryConvert(text, property.PropertyType, out var value) && rules.TrueForAll(rule => rule.IsValid(value)))
        {
            property.SetValue(settings, value);
            return;
        }

        var shown = property.Name == "Password" ? "not usable" : $"'{text.ReplaceLineEndings(" ")}'";
        _faults.Add(
            $"{section}:{property.Name} is {shown}, but takes {rules[0].ErrorMessage}. "
                + $"Fix it in appsettings.json, in the environment ({section}__{property.Name}=...) or on the command "
                + $"line (--{section}:{property.Name}=...)."
        );
    }

    private static bool TryConvert(string text, Type type, out object? value)
    {
        value = text;
        if (type == typeof(string))
            return true;
        if (type == typeof(bool))
        {
            var isBoolean = bool.TryParse(text, out var flag);
            value = isBoolean ? flag : null;
            return isBoolean;
        }

        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        var fits = isNumber && type == typeof(int) && number is >= int.MinValue and <= int.MaxValue;
        value = fits ? (int)number : null;
        return fits;
    }
}
