using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Wallet.Contracts;

namespace Wallet.Worker.Tests.Contract;

/// <summary>What the XML comments of the messages say, as plain text; and which answers they name.</summary>
internal static partial class ContractTexts
{
    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Wallet.Contracts.xml")).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    public static string Of(Type type) => SummaryOf($"T:{type.FullName}");

    public static string Of(Type type, MemberInfo property) => SummaryOf($"P:{type.FullName}.{property.Name}");

    /// <summary>The answers of a request: what its comment names after the words "Answered with".</summary>
    public static IReadOnlyList<Type> AnswersOf(Type request)
    {
        var sentence = AnswersPattern().Match(Of(request));
        sentence.Success.ShouldBeTrue($"the summary of {request.Name} must say what it is \"Answered with\"");
        return
        [
            .. sentence
                .Groups["name"]
                .Captures.Select(name =>
                    typeof(SetBalance).Assembly.GetType($"{typeof(SetBalance).Namespace}.{name.Value}")
                    ?? throw new InvalidOperationException($"{name.Value} is no message.")
                ),
        ];
    }

    private static string SummaryOf(string name)
    {
        var member = Members.GetValueOrDefault(name) ?? throw new InvalidOperationException($"{name} has no comment.");
        if (member.Element("inheritdoc")?.Attribute("cref")?.Value is { } inherited)
            return SummaryOf(inherited);
        return BlankPattern().Replace(string.Concat(member.Element("summary")!.Nodes().Select(TextOf)), " ").Trim();
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => NameOf(see.Attribute("cref")!.Value),
        XElement element => element.Value,
        _ => "",
    };

    /// <summary>
    /// <c>T:Wallet.Contracts.GetHistory</c> is GetHistory, <c>P:Wallet.Contracts.GetHistory.After</c> is
    /// GetHistory.after, as on the wire.
    /// </summary>
    private static string NameOf(string reference)
    {
        var parts = reference.Split('.');
        return reference[0] == 'P' ? $"{parts[^2]}.{JsonNamingPolicy.CamelCase.ConvertName(parts[^1])}" : parts[^1];
    }

    [GeneratedRegex(@"Answered with (?<name>\w+)((, | or )(?<name>[A-Z]\w+))*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnswersPattern();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex BlankPattern();
}
