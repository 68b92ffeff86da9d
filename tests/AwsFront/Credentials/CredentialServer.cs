using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Front;

/// <summary>
/// The places that AWS hands out credentials at, on loopback: the Security Token Service, the portal and the tokens of
/// single sign-on, a machine's metadata service (version 2), and the endpoint of ECS and EKS Pod Identity. What it
/// hands out, the front knows.
/// </summary>
public sealed class CredentialServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _issued = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _regions = [];
    private readonly KeyRing _keys;
    private readonly WebApplication _app;

    private CredentialServer(KeyRing keys, WebApplication app) => (_keys, _app) = (keys, app);

    /// <summary>Where it listens.</summary>
    public Uri Endpoint =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>How long credentials live, by what they say. Default 15 minutes, the least that AWS gives.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How much earlier than they say they end. Default zero.</summary>
    public TimeSpan EndsEarlyBy { get; set; }

    /// <summary>The clock. Default the machine's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>
    /// What the bearer must show: a web identity's or a container's token, or the one of a login. Null takes any.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>The HTTP status that all is answered with; null where it works.</summary>
    public HttpStatusCode? Failure { get; set; }

    /// <summary>
    /// How many times each kind has been asked for credentials: <c>AssumeRole</c>, <c>AssumeRoleWithWebIdentity</c>,
    /// <c>Sso</c>, <c>Metadata</c>, <c>Container</c>.
    /// </summary>
    public IReadOnlyDictionary<string, int> Calls => _calls;

    /// <summary>The regions that calls of <c>AssumeRole</c> were signed for, in their order.</summary>
    public IReadOnlyCollection<string> Regions => _regions;

    /// <summary>Starts serving, on loopback.</summary>
    /// <param name="keys">Where what it hands out is made known.</param>
    public static async Task<CredentialServer> StartAsync(KeyRing keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new CredentialServer(keys, builder.Build());
        server._app.MapPost("/", server.StsAsync);
        server._app.MapGet("/federation/credentials", server.Sso);
        server._app.MapPut(
            "/latest/api/token",
            () => server.Failure is { } status ? Results.StatusCode((int)status) : Results.Text("metadata-token"));
        server._app.MapGet("/latest/meta-data/iam/security-credentials/", () => Results.Text("wallet-worker"));
        server._app.MapGet("/latest/meta-data/iam/security-credentials/wallet-worker", server.Metadata);
        server._app.MapGet("/container", server.Container);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Everybody's sessions end now, whatever they say.</summary>
    public void EndAll()
    {
        foreach (var accessKey in _issued.Keys)
        {
            if (_keys.Find(accessKey) is { } key)
                _keys.Add(key with { ExpiresAt = Clock.GetUtcNow().AddSeconds(-1) });
        }
    }

    private async Task<IResult> StsAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var action = form["Action"].ToString();
        Count(action);
        if (Failure is { } status)
            return StsError((int)status, "ServiceUnavailable", "out of order");
        if (
            action == "AssumeRoleWithWebIdentity"
            && Token is not null
            && form["WebIdentityToken"].ToString().Trim() != Token)
            return StsError(400, "InvalidIdentityToken", "the token is not of this issuer");
        if (action == "AssumeRole")
        {
            var signature = request.Headers.Authorization.ToString();
            if (!signature.StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal))
                return StsError(403, "MissingAuthenticationToken", "the call is not signed");
            _regions.Enqueue(signature.Split('/')[2]); // key/day/region/service
        }

        var (key, end) = Issue();
        return Results.Text(
            $"""
            <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><AssumedRoleUser>
            <Arn>arn:aws:sts::111122223333:assumed-role/wallet-worker/session</Arn>
            <AssumedRoleId>AROA:session</AssumedRoleId></AssumedRoleUser>
            <Credentials><AccessKeyId>{key.AccessKey}</AccessKeyId><SecretAccessKey>{key.Secret}</SecretAccessKey>
            <SessionToken>{key.Token}</SessionToken>
            <Expiration>{end}</Expiration></Credentials></{action}Result>
            <ResponseMetadata><RequestId>R</RequestId></ResponseMetadata></{action}Response>
            """,
            "text/xml");
    }

    private IResult Sso(HttpRequest request)
    {
        Count("Sso");
        if (Failure is { } status)
            return Results.StatusCode((int)status);
        if (Token is not null && request.Headers["x-amz-sso_bearer_token"] != Token)
        {
            request.HttpContext.Response.Headers["x-amzn-ErrorType"] = "UnauthorizedException";
            return Results.Json(new { message = "Session token not found or invalid" }, statusCode: 401);
        }

        var (key, _) = Issue();
        return Results.Json(
            new
            {
                roleCredentials = new
                {
                    accessKeyId = key.AccessKey,
                    secretAccessKey = key.Secret,
                    sessionToken = key.Token,
                    expiration = (Clock.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds(),
                },
            });
    }

    private IResult Metadata(HttpRequest request)
    {
        Count("Metadata");
        if (Failure is { } status)
            return Results.StatusCode((int)status);
        return request.Headers["X-aws-ec2-metadata-token"] == "metadata-token" ? Keys() : Results.StatusCode(401);
    }

    private IResult Container(HttpRequest request)
    {
        Count("Container");
        if (Failure is { } status)
            return Results.StatusCode((int)status);
        return Token is null || request.Headers.Authorization == Token ? Keys() : Results.StatusCode(403);
    }

    private IResult Keys()
    {
        var (key, end) = Issue();
        return Results.Json(
            new
            {
                Code = "Success",
                Type = "AWS-HMAC",
                AccessKeyId = key.AccessKey,
                SecretAccessKey = key.Secret,
                key.Token,
                Expiration = end,
            },
            new System.Text.Json.JsonSerializerOptions());
    }

    private (IssuedKey Key, string End) Issue()
    {
        var end = Clock.GetUtcNow() + Lifetime;
        var key = _keys.IssueSession(end - EndsEarlyBy);
        _issued[key.AccessKey] = 0;
        return (key, end.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private void Count(string kind) => _calls.AddOrUpdate(kind, 1, (_, count) => count + 1);

    private static IResult StsError(int status, string code, string message) =>
        Results.Text(
            $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
                + "<RequestId>R</RequestId></ErrorResponse>",
            "text/xml",
            statusCode: status);
}
