using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tests.Approvals;

namespace Wallet.Worker.Tests.Contract;

/// <summary>
/// The files in docs/contract are made from the messages. They are checked by other people's tools in
/// Wallet.System.Tests.
/// </summary>
/// <remarks>
/// A deliberate change replaces them: run these tests with <c>APPROVE=1</c> and look at the difference.
/// </remarks>
public sealed class ContractFilesTests
{
    // Read by people too: an apostrophe stays one.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void The_contract_that_machines_read_says_what_the_messages_are()
    {
        var folder = Folder("docs/contract");
        var files = Generated();
        if (Approved.IsReplacing)
            Write(folder, files);

        var committed = Directory
            .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file));
        committed
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                files.Keys.Order(StringComparer.Ordinal),
                "one file for each message: run these tests with APPROVE=1"
            );
        foreach (var (name, text) in files)
            File.ReadAllText(Path.Combine(folder, name))
                .ShouldBe(
                    text,
                    $"docs/contract/{name} is stale. If the change is meant, run these tests with APPROVE=1."
                );
    }

    private static Dictionary<string, string> Generated()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["asyncapi.json"] = TextOf(AsyncApiDocument.Create(Examples())),
            ["schemas/Envelope.json"] = TextOf(ContractSchemas.FileOf("Envelope", ContractSchemas.Envelope())),
        };
        foreach (var type in ContractMessages.All)
            files[$"schemas/{type.Name}.json"] = TextOf(ContractSchemas.FileOf(type.Name, ContractSchemas.Of(type)));
        return files;
    }

    private static Dictionary<string, string> Examples() => Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Approved"), "*.json")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);

    private static string TextOf(JsonNode node) => node.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";

    private static void Write(string folder, Dictionary<string, string> files)
    {
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(folder, "schemas"));
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(folder, name), text);
    }

    private static string Folder(string path, [CallerFilePath] string here = "")
    {
        var root = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(root, "Wallet.Worker.sln")))
            root = Path.GetDirectoryName(root)!;
        return Path.Combine(root, path);
    }
}
