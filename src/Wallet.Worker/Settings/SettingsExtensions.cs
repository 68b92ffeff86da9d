using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Wallet.Worker.Settings;

/// <summary>Binds a section to its settings and checks them, so that a wrong one is said in one line.</summary>
internal static class SettingsExtensions
{
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>()
            // A misspelt key would otherwise be a setting that silently does nothing.
            .BindConfiguration(section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new Validator<T>(section));
        return services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
    }

    /// <summary>Checks every section now, before anything is started.</summary>
    /// <exception cref="SettingsException">Some setting is wrong; a line for each.</exception>
    public static void ValidateSettings(this IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException error)
        {
            throw new SettingsException(error.Failures);
        }
        catch (AggregateException error) when (error.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            throw new SettingsException(error.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures));
        }
        catch (InvalidOperationException error)
        {
            // The binder names the key and the value that it could not convert, or the key that it does not know.
            throw new SettingsException([$"{error.Message} See appsettings.json for every key and its form."]);
        }
    }

    private sealed class Validator<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var results = new List<ValidationResult>();
            return System.ComponentModel.DataAnnotations.Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(results.Select(result => Line(options, result)));
        }

        private string Line(T options, ValidationResult result)
        {
            var member = result.MemberNames.Single();
            var value = Convert.ToString(typeof(T).GetProperty(member)!.GetValue(options), CultureInfo.InvariantCulture);
            var shown = member.Contains("Password", StringComparison.Ordinal) ? "not usable" : $"'{value}'";
            return $"{section}:{member} is {shown}, but takes {result.ErrorMessage}. "
                + $"Mend it in appsettings.json, in the environment ({section}__{member}=...) or on the command line (--{section}:{member}=...).";
        }
    }
}

/// <summary>The worker cannot start with the settings it was given.</summary>
internal sealed class SettingsException(IEnumerable<string> faults) : Exception(string.Join(Environment.NewLine, faults));
