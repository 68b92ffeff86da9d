using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;

namespace SystemTests.Parts;

/// <summary>
/// What a broker asks about each right (its plugin <c>rabbitmq_auth_backend_http</c>). Gives everybody what
/// docs/permissions.md does, and remembers what was asked for.
/// </summary>
internal sealed class RightsServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<AskedRight, bool> _asked = new();
    private readonly Dictionary<string, Grant> _grants =
        DocumentedUsers.Grants.ToDictionary(one => one.User, StringComparer.Ordinal);

    private readonly string _address = $"http://127.0.0.1:{Ports.Free()}";
    private readonly Task _serving;

    public RightsServer()
    {
        _listener.Prefixes.Add($"{_address}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Whether a right that the page gives is refused all the same.</summary>
    public Func<AskedRight, bool> Refuses { get; set; } = _ => false;

    /// <summary>Each permission that was checked, and whether it was granted.</summary>
    public IReadOnlyDictionary<AskedRight, bool> Asked => _asked;

    /// <summary>A broker that asks this; to be started.</summary>
    public BrokerPart NewBroker()
    {
        string[] questions = ["user", "vhost", "resource", "topic"];
        return new BrokerPart(
        [
            "auth_backends.1 = http",
            "auth_http.http_method = post",
            .. questions.Select(question => $"auth_http.{question}_path = {_address}/{question}"),
        ])
        {
            Environment = { ["WALLET_BROKER_PLUGINS"] = "rabbitmq_auth_backend_http" },
        };
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var fields = HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
                var isAllowed = context.Request.Url!.AbsolutePath switch
                {
                    "/user" => fields["password"] == DocumentedUsers.Password,
                    "/resource" => IsGiven(new AskedRight(fields["username"]!, fields["permission"]!, fields["name"]!)),
                    _ => true,
                };
                await context.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes(isAllowed ? "allow" : "deny"));
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private bool IsGiven(AskedRight right)
    {
        if (right.User == DocumentedUsers.Tester)
            return true;

        var isGiven = _grants.TryGetValue(right.User, out var grant)
            && Regex.IsMatch(right.Name, grant.PatternOf(right.Permission), RegexOptions.None, TimeSpan.FromSeconds(1))
            && !Refuses(right);
        _asked[right] = isGiven;
        return isGiven;
    }
}

/// <summary>A right that a user needs for something.</summary>
/// <param name="User">Whose.</param>
/// <param name="Permission"><c>configure</c>, <c>write</c> or <c>read</c>.</param>
/// <param name="Name">The queue or exchange.</param>
internal sealed record AskedRight(string User, string Permission, string Name);
