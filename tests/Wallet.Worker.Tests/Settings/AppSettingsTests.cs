using System.Globalization;
using System.Text.Json;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Tests.Settings;

public sealed class AppSettingsTests
{
    private static readonly Dictionary<string, object> Sections = new(StringComparer.Ordinal)
    {
        ["RabbitMq"] = new RabbitMqSettings(),
        ["DynamoDb"] = new DynamoDbSettings(),
        ["Worker"] = new WorkerSettings(),
        ["Health"] = new HealthSettings(),
    };

    /// <summary>Every setting there is, with its default in the code.</summary>
    public static TheoryData<string, string, string> Settings
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (section, settings) in Sections)
            {
                foreach (var property in settings.GetType().GetProperties())
                    data.Add(section, property.Name, Text(property.GetValue(settings)!));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_stands_in_appsettings_json_with_its_default(string section, string key, string value)
    {
        Text(AppSettings().GetProperty(section).GetProperty(key)).ShouldBe(value);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_stands_in_the_table_of_settings_with_its_default(string section, string key, string value)
    {
        var row = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "settings.md"))
            .SingleOrDefault(line => line.StartsWith($"| `{section}__{key}` |", StringComparison.Ordinal));

        row.ShouldNotBeNull($"docs/settings.md has no row for {section}__{key}");
        row.ShouldContain(value.Length == 0 ? "| empty |" : $"| `{value}` |");
    }

    [Fact]
    public void Nothing_stands_in_appsettings_json_that_is_no_setting()
    {
        foreach (var (section, settings) in Sections)
        {
            AppSettings().GetProperty(section).EnumerateObject().Select(property => property.Name)
                .ShouldBe(settings.GetType().GetProperties().Select(property => property.Name), ignoreOrder: true);
        }
    }

    /// <summary>As it is written in JSON and in docs/settings.md.</summary>
    private static string Text(object value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return text is "True" or "False" ? text.ToLowerInvariant() : text;
    }

    private static JsonElement AppSettings() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))).RootElement;
}
