using System.Text.Json;
using System.Text.RegularExpressions;
using SystemTests.Parts;
using Wallet.Worker.Messaging.Serialization;

namespace SystemTests.Security;

/// <summary>
/// What deploy/kubernetes says of settings, queues and containers is held against the programs. No cluster is needed
/// for it.
/// </summary>
public sealed partial class ManifestTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy/kubernetes");

    [Fact]
    public void Every_setting_in_the_manifests_is_one()
    {
        var known = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Repository.Root, "appsettings.json")))
            .RootElement.EnumerateObject()
            .Where(section => section.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(section => section.Value.EnumerateObject().Select(setting => $"{section.Name}__{setting.Name}"))
            .ToHashSet(StringComparer.Ordinal);

        var used = Files()
            .SelectMany(file => SettingPattern().Matches(file).Select(match => match.Value))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        used.Count.ShouldBeGreaterThan(10);
        used.ShouldBeSubsetOf(known);
    }

    [Fact]
    public void The_workers_are_scaled_by_every_queue_that_senders_fill()
    {
        var queues = QueuePattern()
            .Matches(File.ReadAllText(Path.Combine(Folder, "scaling.yaml")))
            .Select(match => match.Groups["queue"].Value);

        queues.ShouldBe(
            RequestType
                .All.Select(request =>
                    "wallet"
                    + string.Concat(
                        request.Type.Name.Select(letter =>
                            char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"
                        )
                    )
                )
                .Where(queue => queue != "wallet-get-diagnosis"),
            ignoreOrder: true
        );
    }

    [Theory]
    [InlineData("worker.yaml")]
    [InlineData("gateway.yaml")]
    public void Pods_have_no_root_no_privileges_and_nothing_to_write_but_tmp(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));

        text.ShouldContain("runAsNonRoot: true");
        text.ShouldContain("readOnlyRootFilesystem: true");
        text.ShouldContain("allowPrivilegeEscalation: false");
        text.ShouldContain("capabilities: { drop: [ALL] }");
        text.ShouldContain("{ name: tmp, mountPath: /tmp }");
        text.ShouldNotContain("RabbitMq__Password,");
    }

    [Fact]
    public void Every_file_is_listed()
    {
        var listed = Regex
            .Matches(
                File.ReadAllText(Path.Combine(Folder, "kustomization.yaml")),
                @"(?<=^  - )\S+$",
                RegexOptions.Multiline,
                TimeSpan.FromSeconds(1)
            )
            .Select(match => match.Value);

        listed.ShouldBe(
            Directory
                .GetFiles(Folder, "*.yaml")
                .Select(file => Path.GetFileName(file)!)
                .Where(file => file != "kustomization.yaml"),
            ignoreOrder: true
        );
    }

    private static IEnumerable<string> Files() => Directory.GetFiles(Folder, "*.yaml").Select(File.ReadAllText);

    [GeneratedRegex("(RabbitMq|DynamoDb|Worker|Gateway|Health)__[A-Za-z]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingPattern();

    [GeneratedRegex("queueName: (?<queue>[a-z-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QueuePattern();
}
