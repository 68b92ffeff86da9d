using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Wallet.Gateway.Settings;
using Wallet.Hosting.Broker;
using Wallet.Worker.Settings;

namespace Architecture.Tests;

/// <summary>
/// docs/settings.md and appsettings.json say what the declarations of the settings say: <c>XSettings</c> declares the
/// section <c>X</c>.
/// </summary>
public sealed partial class SettingsTests
{
    private static readonly List<Type> Sections =
    [
        .. new[] { typeof(RabbitMqSettings), typeof(WorkerSettings), typeof(GatewaySettings) }
            .SelectMany(type => type.Assembly.GetTypes()
                .Where(one => one.Name.EndsWith("Settings", StringComparison.Ordinal) && !one.IsAbstract)
                .OrderBy(one => one.Name, StringComparer.Ordinal)),
    ];

    [Fact]
    public void The_table_in_the_page_of_settings_is_generated_from_their_declarations()
    {
        string[] header = ["| setting | default | takes | what it is |", "|---|---|---|---|"];

        header.Concat(Sections.SelectMany(section => section.GetProperties()).Select(Row)).ToList()
            .ShouldBeTheTableIn("docs/settings.md");
    }

    [Fact]
    public void The_settings_file_has_every_setting_with_its_default_and_no_other()
    {
        var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "appsettings.json"))).RootElement;

        foreach (var section in Sections)
            file.GetProperty(NameOf(section)).EnumerateObject()
                .Select(entry => $"{entry.Name} = {TextOf(entry.Value)}")
                .ShouldBe(section.GetProperties().Select(one => $"{one.Name} = {DefaultOf(one)}"), ignoreOrder: true);
    }

    private static string Row(PropertyInfo property)
    {
        var value = DefaultOf(property) is { Length: > 0 } text ? $"`{text}`" : "empty";
        var takes = property.GetCustomAttributes<ValidationAttribute>().First().ErrorMessage;
        return $"| `{NameOf(property)}` | {value} | {takes} | {Summary(property)} |";
    }

    /// <summary>The summary of its documentation comment, as Markdown.</summary>
    private static string Summary(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        var comment = XDocument
            .Load(Path.ChangeExtension(type.Assembly.Location, ".xml"), LoadOptions.PreserveWhitespace)
            .Descendants("member")
            .Single(member => member.Attribute("name")!.Value == $"P:{type.FullName}.{property.Name}");
        var text = string.Concat(comment.Element("summary")!.Nodes().Select(node => Markdown(node, type)));
        return SpacePattern().Replace(text, " ").Trim();
    }

    private static string Markdown(XNode node, Type type) => node switch
    {
        XElement element when element.Attribute("href") is { } link => $"[{element.Value}]({link.Value})",
        XElement element when element.Attribute("cref") is { } other =>
            $"`{NameOf(type.GetProperty(other.Value.Split('.')[^1])!)}`",
        XElement element => $"`{element.Value}`",
        _ => ((XText)node).Value,
    };

    private static string NameOf(Type section) => section.Name[..^"Settings".Length];

    private static string NameOf(PropertyInfo property) => $"{NameOf(property.DeclaringType!)}__{property.Name}";

    private static string DefaultOf(PropertyInfo property) =>
        TextOf(property.GetValue(Activator.CreateInstance(property.DeclaringType!))!);

    /// <summary>As it is written in JSON.</summary>
    private static string TextOf(object value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture)! is var text && text is "True" or "False"
            ? text.ToLowerInvariant() : text;

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex SpacePattern();
}
