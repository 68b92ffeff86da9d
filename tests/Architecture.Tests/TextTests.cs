using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>How the sources are written down.</summary>
public sealed partial class TextTests
{
    private const int ColumnsMax = 120;

    [Fact]
    public void No_line_of_code_is_longer_than_120_columns()
    {
        var scripts = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "eng"))
            .Where(file => !file.EndsWith(".slnf", StringComparison.Ordinal));
        var wide = Repository.Sources("src", "tests", "bench", "samples")
            .Concat(scripts)
            .Append(Path.Combine(Repository.Root, "dev"))
            .SelectMany(file =>
                File.ReadLines(file)
                    .Index()
                    .Where(line => line.Item.Length > ColumnsMax)
                    .Select(line => $"{Repository.Short(file)}:{line.Index + 1}")
            );

        wide.ShouldBeEmpty();
    }

    [Fact]
    public void A_type_has_a_file_of_its_own_with_its_name()
    {
        var strays = Repository.Sources("src").SelectMany(file => TypePattern().Matches(File.ReadAllText(file))
            .Select(match => match.Groups["name"].Value)
            .Where(name => !IsNamedAfter(Path.GetFileNameWithoutExtension(file), name))
            .Select(name => $"{Repository.Short(file)}: {name}"));

        strays.ShouldBeEmpty();
    }

    /// <summary><c>Codec.cs</c> and <c>CodecOfT.cs</c>; <c>Table.Get.cs</c> for a part of <c>Table</c>.</summary>
    private static bool IsNamedAfter(string file, string type) =>
        file == type || file == type + "OfT" || file.StartsWith(type + ".", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^((public|internal|static|sealed|abstract|partial|readonly|unsafe|ref) )*"
            + @"(class|record struct|record|struct|interface|enum|delegate \S+) (?<name>[A-Z]\w*)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex TypePattern();
}
