using System.Reflection;
using System.Xml.Linq;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests;

public sealed class DocumentationTests
{
    private static readonly Dictionary<string, XElement> Documented = XDocument
        .Load(Path.ChangeExtension(typeof(Field).Assembly.Location, "xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    public static TheoryData<string> Types =>
        [.. PublicApi.TypesOf(typeof(Field).Assembly).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Everything_that_users_see_is_explained(string name)
    {
        var type = typeof(Field).Assembly.GetType(name).ShouldNotBeNull();

        var missing = PublicApi
            .MembersOf(type)
            .Prepend(type)
            .Where(member => !IsExplained(type, member))
            .Select(member => member.ToString());

        missing.ShouldBeEmpty();
    }

    private static bool IsExplained(Type type, MemberInfo member)
    {
        var prefix = member switch { Type => "T:", FieldInfo => "F:", PropertyInfo => "P:", _ => "M:" };
        var path = type.FullName!.Replace('+', '.');
        var id =
            member is Type || (member.Name == "Invoke" && typeof(Delegate).IsAssignableFrom(type))
                ? $"T:{path}"
                : $"{prefix}{path}.{member.Name.Replace('.', '#')}";
        var entries = Documented
            .Where(entry =>
                entry.Key == id
                || entry.Key.StartsWith(id + "(", StringComparison.Ordinal)
                || entry.Key.StartsWith(id + "``", StringComparison.Ordinal)
            )
            .ToList();
        if (entries.Count == 0)
            return IsParameterOfARecord(type, member);

        // Overloads share a name: every one of them must be explained.
        return entries.TrueForAll(entry => HasWords(entry.Value));
    }

    private static bool HasWords(XElement entry) =>
        entry.Element("inheritdoc") is not null
        || entry.Element("summary") is { } summary && !string.IsNullOrWhiteSpace(summary.Value);

    /// <summary>
    /// The members of a positional record are explained as its parameters; what the compiler adds to it explains
    /// itself.
    /// </summary>
    private static bool IsParameterOfARecord(Type type, MemberInfo member)
    {
        if (member is ConstructorInfo constructor)
            return Array.TrueForAll(
                constructor.GetParameters(),
                parameter => IsExplainedParameter(type, parameter.Name!)
            );
        return member is PropertyInfo && IsExplainedParameter(type, member.Name);
    }

    private static bool IsExplainedParameter(Type type, string name) =>
        Documented[$"T:{type.FullName}"]
            .Elements("param")
            .Any(param => param.Attribute("name")!.Value == name && !string.IsNullOrWhiteSpace(param.Value));
}
