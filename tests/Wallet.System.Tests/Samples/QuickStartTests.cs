using System.Text.RegularExpressions;
using System.Xml.Linq;
using SystemTests.Parts;

namespace SystemTests.Samples;

/// <summary>What the pages tell a reader to install.</summary>
public sealed partial class QuickStartTests
{
    [Fact]
    public void Packages_are_named_with_a_version_that_is_tested()
    {
        string[] pages =
        [
            "README.md",
            "docs/tables.md",
            "docs/messages.md",
            "samples/csharp/send.cs",
            "samples/csharp/request.cs",
        ];
        var named = pages.SelectMany(page => PackagePattern().Matches(Text(page))).ToList();

        named.Count.ShouldBeGreaterThan(2);
        foreach (var package in named)
        {
            package.Groups["version"].Success.ShouldBeTrue(package.Value);
            package.Groups["version"].Value.ShouldBe(Tested(package.Groups["name"].Value), package.Value);
        }
    }

    /// <summary>Of this repository's own packages, the version that it gives them.</summary>
    private static string Tested(string package)
    {
        var tested = XDocument.Parse(Text("Directory.Packages.props")).Descendants("PackageVersion")
            .FirstOrDefault(one => one.Attribute("Include")!.Value == package);
        return tested is not null
            ? tested.Attribute("Version")!.Value
            : XDocument.Parse(Text("Directory.Build.props")).Descendants("Version").Single().Value;
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [GeneratedRegex(
        @"(dotnet add package |#:package )(?<name>[\w.]+)( --version |@)?(?<version>[\d.]+)?",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex PackagePattern();
}
