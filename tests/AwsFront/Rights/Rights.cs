using System.Collections.Concurrent;

namespace Front;

/// <summary>
/// Who may do what: a policy for each key, and actions that are denied to everybody while a test says so.
/// </summary>
public sealed class Rights
{
    private readonly ConcurrentDictionary<string, byte> _denied = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(Policy, string, string), PolicySays> _said = new();
    private readonly AwsFrontOptions _options;

    internal Rights(AwsFrontOptions options) => _options = options;

    /// <summary>Denies an action to everybody, such as <c>dynamodb:GetItem</c>, until it is allowed again.</summary>
    public void Deny(string action) => _denied[action] = 0;

    /// <summary>Takes a <see cref="Deny"/> back; what the policy does not allow stays refused.</summary>
    public void Allow(string action) => _denied.TryRemove(action, out _);

    /// <exception cref="AwsErrorException">An action of the call is not allowed on its resource.</exception>
    internal void Check(Call call, IssuedKey? key)
    {
        var policy = key?.Policy is { } name ? _options.Policies[name] : _options.Policy;
        foreach (
            var (action, resource) in call
                .Parts.Select(part => (part.FullAction, ResourceOf(part, call.Region)))
                .Distinct()
        )
        {
            var says = policy is null
                ? PolicySays.Yes
                : _said.GetOrAdd((policy, action, resource), asked => asked.Item1.Says(asked.Item2, asked.Item3));
            if (_denied.ContainsKey(action))
                says = PolicySays.Nothing;
            if (says == PolicySays.Yes)
                continue;

            var why =
                says == PolicySays.No
                    ? "with an explicit deny in an identity-based policy"
                    : $"because no identity-based policy allows the {action} action";
            throw AwsErrorException.AtTheGate(
                "AccessDeniedException",
                $"User: {key?.Arn ?? "anonymous"} is not authorized to perform: {action} on resource: {resource} {why}"
            );
        }
    }

    private string ResourceOf(Part part, string region) =>
        part.Table is null ? "*" : $"arn:aws:dynamodb:{region}:{_options.Account}:{part.Resource}";
}
