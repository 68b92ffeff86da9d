using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Wallet.Worker.Settings;

/// <summary>Reads sections of the configuration and checks them, so that everything wrong is said at once, a line each.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    /// <summary>The settings of a section. Where something is wrong with them, it is noted for <see cref="ThrowIfAnyIsWrong"/>.</summary>
    public T Read<T>(string section)
        where T : class, new()
    {
        var settings = new T();
        try
        {
            // A misspelt key would otherwise be a setting that silently does nothing.
            configuration.GetSection(section).Bind(settings, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException error)
        {
            // The binder names the key and the value that it could not convert, or the key that it does not know.
            _faults.Add($"Section {section}: {error.Message.ReplaceLineEndings(" ")} appsettings.json has every key and its form.");
            return settings;
        }

        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true))
            _faults.AddRange(results.Select(result => Line(section, settings, result)));
        return settings;
    }

    /// <exception cref="SettingsException">Some setting is wrong; a line for each.</exception>
    public void ThrowIfAnyIsWrong()
    {
        if (_faults.Count > 0)
            throw new SettingsException(_faults);
    }

    private static string Line(string section, object settings, ValidationResult result)
    {
        var member = result.MemberNames.Single();
        var value = Convert.ToString(settings.GetType().GetProperty(member)!.GetValue(settings), CultureInfo.InvariantCulture);
        var shown = member.Contains("Password", StringComparison.Ordinal) ? "not usable" : $"'{value}'";
        return $"{section}:{member} is {shown}, but takes {result.ErrorMessage}. "
            + $"Mend it in appsettings.json, in the environment ({section}__{member}=...) or on the command line (--{section}:{member}=...).";
    }
}

/// <summary>The worker cannot start with the settings it was given.</summary>
internal sealed class SettingsException(IEnumerable<string> faults) : Exception(string.Join(Environment.NewLine, faults));
