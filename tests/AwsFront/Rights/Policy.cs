using System.Text.Json;
using System.Text.RegularExpressions;

namespace Front;

/// <summary>
/// An identity-based policy: statements that allow or deny actions on resources, as <c>docs/iam-policy.json</c> has
/// them.
/// </summary>
public sealed class Policy
{
    private static readonly string[] Understood = ["Sid", "Effect", "Action", "Resource"];

    private readonly List<Statement> _statements;

    private Policy(List<Statement> statements) => _statements = statements;

    /// <summary>Reads a policy.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="tablePrefix">What the tables' names begin with in this run; it is put into the policy's
    /// resources.</param>
    /// <exception cref="NotSupportedException">A statement has something that the front would not enforce, such as a
    /// condition.</exception>
    public static Policy Parse(string json, string tablePrefix = "")
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(
            json.Replace(":table/", ":table/" + tablePrefix, StringComparison.Ordinal)
        );
        return new Policy([.. Many(document.RootElement.GetProperty("Statement")).Select(Read)]);
    }

    /// <inheritdoc cref="Parse"/>
    public static Policy Load(string file, string tablePrefix = "") => Parse(File.ReadAllText(file), tablePrefix);

    /// <summary>Whether it says yes to an action on a resource, and no nowhere.</summary>
    internal PolicySays Says(string action, string resource)
    {
        var matching = _statements.Where(statement => statement.Matches(action, resource)).ToList();
        return matching.Exists(statement => !statement.Allows) ? PolicySays.No
            : matching.Count > 0 ? PolicySays.Yes
            : PolicySays.Nothing;
    }

    private static Statement Read(JsonElement statement)
    {
        foreach (var property in statement.EnumerateObject())
        {
            if (!Understood.Contains(property.Name, StringComparer.Ordinal))
                throw new NotSupportedException($"The front enforces no {property.Name} of a policy's statement.");
        }

        return new Statement(
            statement.GetProperty("Effect").GetString() == "Allow",
            Patterns("Action"),
            Patterns("Resource")
        );

        List<Regex> Patterns(string name) =>
            [.. Many(statement.GetProperty(name)).Select(value => Pattern(value.GetString()!))];
    }

    private static JsonElement[] Many(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static Regex Pattern(string wildcards) =>
        new(
            $"^{Replaced(Replaced(Regex.Escape(wildcards), @"\*", ".*"), @"\?", ".")}$",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1)
        );

    private static string Replaced(string text, string old, string with) =>
        text.Replace(old, with, StringComparison.Ordinal);

    private sealed record Statement(bool Allows, List<Regex> Actions, List<Regex> Resources)
    {
        public bool Matches(string action, string resource) =>
            Actions.Exists(pattern => pattern.IsMatch(action))
            && Resources.Exists(pattern => pattern.IsMatch(resource));
    }
}

/// <summary>What a policy says to one action on one resource.</summary>
internal enum PolicySays
{
    Nothing,
    Yes,
    No,
}
