namespace SystemTests.Parts;

/// <summary>An engine of its own that speaks DynamoDB's protocol.</summary>
/// <param name="script">Which of them.</param>
internal sealed class EnginePart(string script = "engine") : ServerPart(script);
