using System.Text.Json;
using SystemTests.Parts;

namespace SystemTests.Contract;

/// <summary>AsyncAPI's own parser and a validator of JSON Schema, on the committed contract.</summary>
internal static class ContractTools
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    /// <summary>Checks the document, and messages against their schemas.</summary>
    /// <returns>The document's faults, and of each message what its schema says against it; null where it says
    /// nothing.</returns>
    public static async Task<(string[] AsyncApi, string?[] Faults)> CheckAsync(
        IReadOnlyCollection<ContractMessage> messages
    )
    {
        var input = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(input, JsonSerializer.Serialize(messages, CamelCase));
            await using var tool = ChildProcess.Start(
                "sh",
                [
                    "-c",
                    "exec node \"$1\" \"$2\" < \"$3\"",
                    "sh",
                    Path.Combine(Repository.Root, "eng/contract-tools/check.mjs"),
                    Path.Combine(Repository.Root, "docs/contract"),
                    input,
                ]
            );
            (await tool.WaitForExitAsync()).ShouldBe(0, tool.Output);
            var report = JsonSerializer.Deserialize<Report>(tool.Output.Split('\n')[^1], CamelCase).ShouldNotBeNull();
            report.Messages.Length.ShouldBe(messages.Count);
            return (report.AsyncApi, report.Messages);
        }
        finally
        {
            File.Delete(input);
        }
    }

    private sealed record Report(string[] AsyncApi, string?[] Messages);
}

/// <summary>A message in plain JSON.</summary>
/// <param name="Schema">The message's name, which is that of its schema.</param>
/// <param name="Body">The JSON.</param>
internal sealed record ContractMessage(string Schema, string Body);
