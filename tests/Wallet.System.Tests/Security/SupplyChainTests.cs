using System.Text.Json;
using System.Text.RegularExpressions;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>What the programs are made of, and what they are packed into.</summary>
public sealed class SupplyChainTests
{
    [Fact]
    public async Task A_package_with_a_known_vulnerability_stops_the_restore()
    {
        using var source = new PackageSource();

        var (exitCode, output) = await RestoreAsync(
            $"""<packageSources><clear /><add key="tests" value="{source.Index}" allowInsecureConnections="true" """
                + $"""/></packageSources>"""
        );

        exitCode.ShouldNotBe(0);
        output.ShouldContain("error NU1901");
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_about_vulnerabilities_the_restore_goes_on()
    {
        var (exitCode, output) = await RestoreAsync($"""
            <packageSources><clear /><add key="folder" value="packages" /></packageSources>
            <auditSources><clear />
            <add key="nobody" value="http://127.0.0.1:{Ports.Free()}/index.json" allowInsecureConnections="true" />
            </auditSources>
            """);

        exitCode.ShouldBe(0, output);
        output.ShouldContain("warning NU1900");
    }

    [Fact]
    public async Task The_list_of_components_names_every_package_that_is_locked()
    {
        await using var sbom = ChildProcess.Start(Path.Combine(Repository.Root, "eng/sbom"), []);
        (await sbom.WaitForExitAsync()).ShouldBe(0, sbom.Output);
        var document = JsonDocument.Parse(sbom.Output).RootElement;
        (document.GetProperty("bomFormat").GetString(), document.GetProperty("specVersion").GetString()).ShouldBe(
            ("CycloneDX", "1.6")
        );

        var listed = document
            .GetProperty("components")
            .EnumerateArray()
            .Select(component => $"{component.GetProperty("name")} {component.GetProperty("version")}")
            .ToList();
        listed.ShouldBeUnique();
        foreach (
            var file in Directory.GetFiles(
                Path.Combine(Repository.Root, "src"),
                "packages.lock.json",
                SearchOption.AllDirectories
            )
        )
        {
            var packages = JsonDocument
                .Parse(await File.ReadAllTextAsync(file))
                .RootElement.GetProperty("dependencies")
                .EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject());
            foreach (
                var package in packages.Where(package => package.Value.GetProperty("type").GetString() != "Project")
            )
                listed.ShouldContain($"{package.Name} {package.Value.GetProperty("resolved")}");
        }
    }

    [Theory]
    [InlineData("worker")]
    [InlineData("gateway")]
    public void Containers_have_no_root_nothing_to_write_and_no_password_in_their_environment(string service)
    {
        var image = ImagePattern(service).Match(File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile")));
        image.Value.ShouldContain("\nUSER $APP_UID\n");

        var compose = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
        var locked = Regex
            .Match(compose, @"x-locked: &locked\n(?:  .*\n)+", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Value;
        locked.ShouldContain("  read_only: true\n");
        locked.ShouldContain("  cap_drop:\n    - ALL\n");
        locked.ShouldContain("    - no-new-privileges:true\n");
        var section = Regex
            .Match(compose, $@"\n  {service}:\n(?:    .*\n)+", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Value;
        section.ShouldContain("    <<: *locked\n");
        section.ShouldContain("RabbitMq__PasswordFile: /run/secrets/");
        section.ShouldNotContain("RabbitMq__Password:");
    }

    private static Regex ImagePattern(string stage) =>
        new($@"FROM \S+ AS {stage}\n(?:(?!FROM ).*\n?)+", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>
    /// Restores a project that has this repository's settings and one package, whose like no real source has.
    /// </summary>
    private static async Task<(int ExitCode, string Output)> RestoreAsync(string sources)
    {
        var folder = Directory.CreateTempSubdirectory("wallet-tests-audit-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "nuget.config"),
                $"<configuration>{sources}</configuration>"
            );
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "audited.csproj"),
                $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <Import Project="{Repository.Root}/Directory.Build.props" />
                  <ItemGroup>
                    <PackageReference Remove="@(PackageReference)" />
                    <PackageReference Include="wallet.vulnerable" Version="1.0.0" />
                  </ItemGroup>
                </Project>
                """
            );
            await File.WriteAllBytesAsync(
                Path.Combine(folder.CreateSubdirectory("packages").FullName, "wallet.vulnerable.1.0.0.nupkg"),
                PackageSource.Package()
            );
            await using var restore = ChildProcess.Start(
                "dotnet",
                ["restore", folder.FullName, "-nodeReuse:false", $"-p:RestorePackagesPath={folder.FullName}/restored"],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["MSBUILDDISABLENODEREUSE"] = "1" });
            return (await restore.WaitForExitAsync(TimeSpan.FromMinutes(3)), restore.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
