using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SystemTests.Parts;

/// <summary>
/// The broker's users: those of docs/permissions.md with what it gives them, and one that only tests have.
/// </summary>
internal static partial class DocumentedUsers
{
    public const string Worker = "wallet-worker";
    public const string Gateway = "wallet-gateway";
    public const string Cli = "wallet-cli";

    /// <summary>A system in any language.</summary>
    public const string Integrator = "ledger";

    /// <summary>A program with MassTransit.</summary>
    public const string DotnetIntegrator = "shop";

    /// <summary>
    /// Looks into queues, taps exchanges and does whatever else no program of ours does. No program runs as it.
    /// </summary>
    public const string Tester = "tests";

    /// <summary>A virtual host whose queues are quorum queues by default.</summary>
    public const string QuorumHost = "quorum";

    /// <summary>Everybody's.</summary>
    public const string Password = "only-for-tests";

    /// <summary>What the page gives to each user.</summary>
    public static IReadOnlyList<Grant> Grants { get; } =
    [
        .. GrantPattern()
            .Matches(Page)
            .Select(match => new Grant(
                Named(match, "user"),
                Named(match, "configure"),
                Named(match, "write"),
                Named(match, "read")
            )),
    ];

    private static string Page => File.ReadAllText(Path.Combine(Repository.Root, "docs/permissions.md"));

    /// <summary>
    /// A file that a broker loads when it starts. It makes no other user, so <c>guest</c> is not there.
    /// </summary>
    public static string Definitions()
    {
        Grant[] grants = [.. Grants, new Grant(Tester, ".*", ".*", ".*")];
        var tags = TagPattern()
            .Matches(Page)
            .ToDictionary(match => Named(match, "user"), match => Named(match, "tag"), StringComparer.Ordinal);
        return JsonSerializer.Serialize(
            new
            {
                vhosts = new[] { VirtualHost("/", "classic"), VirtualHost(QuorumHost, "quorum") },
                users = grants.Select(one => new
                {
                    name = one.User,
                    password_hash = Hash(Password),
                    hashing_algorithm = "rabbit_password_hashing_sha256",
                    tags = tags.GetValueOrDefault(one.User, ""),
                }),
                permissions = new[] { "/", QuorumHost }.SelectMany(host =>
                    grants.Select(one => new
                    {
                        user = one.User,
                        vhost = host,
                        configure = one.Configure,
                        write = one.Write,
                        read = one.Read,
                    })
                ),
            }
        );
    }

    /// <summary>RabbitMQ reads the type among these, and passes it over elsewhere.</summary>
    private static object VirtualHost(string name, string queueType) =>
        new { name, metadata = new { description = "", tags = Array.Empty<string>(), default_queue_type = queueType } };

    /// <summary>As RabbitMQ stores it: four bytes of salt, then the hash of salt and password.</summary>
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }

    private static string Named(Match match, string group) => match.Groups[group].Value;

    [GeneratedRegex(
        @"^rabbitmqctl set_permissions (?<user>\S+) '(?<configure>[^']*)' '(?<write>[^']*)' '(?<read>[^']*)'\r?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex GrantPattern();

    [GeneratedRegex(
        @"^rabbitmqctl set_user_tags (?<user>\S+) (?<tag>\S+?)\r?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex TagPattern();
}
