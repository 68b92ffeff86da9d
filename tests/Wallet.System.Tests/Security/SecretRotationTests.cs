using System.Net;
using System.Net.Http.Json;
using SystemTests.FaultMatrix;
using SystemTests.Gateway;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>What opens the broker is changed while worker and gateway run, as secret stores do it.</summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class SecretRotationTests(LocalServers servers) : IDisposable
{
    private const string PasswordFile = "RabbitMq__PasswordFile";

    /// <summary>MassTransit waits up to half a minute between two attempts.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("wallet-tests-");

    public void Dispose() => _secrets.Delete(recursive: true);

    [Fact]
    public async Task Who_has_the_password_in_a_file_comes_back_with_the_new_one()
    {
        await using var broker = await ControlledBroker.StartAsync(1);
        Write("worker", DocumentedUsers.Password);
        Write("gateway", DocumentedUsers.Password);
        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine, (PasswordFile, FileOf("worker")));
        await worker.WaitUntilReadyAsync();
        await using var gateway = await GatewayProcess.StartAsync(broker.Port, (PasswordFile, FileOf("gateway")));
        (await SetAsync(gateway)).ShouldBe(HttpStatusCode.OK);

        await broker.ControlAsync(0, "change_password", DocumentedUsers.Worker, "new of the worker");
        await broker.ControlAsync(0, "change_password", DocumentedUsers.Gateway, "new of the gateway");
        Write("worker", "new of the worker\n");
        Write("gateway", "new of the gateway\n");
        await broker.ControlAsync(0, "close_all_connections", "The passwords were changed.");

        await Eventually.GetAsync(
            async () => await SetAsync(gateway) == HttpStatusCode.OK ? "" : null, "both to be connected again",
            Patience);
        await Eventually.IsTrueAsync(() => worker.IsReady, "the worker to be ready again");
    }

    [Fact]
    public async Task Who_is_refused_for_a_while_comes_back()
    {
        await using var broker = await ControlledBroker.StartAsync(1);
        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine);
        await worker.WaitUntilReadyAsync();
        await using var gateway = await GatewayProcess.StartAsync(broker.Port);
        string[] users = [DocumentedUsers.Worker, DocumentedUsers.Gateway];

        foreach (var user in users)
            await broker.ControlAsync(0, "change_password", user, "another");
        await broker.ControlAsync(0, "close_all_connections", "The passwords were changed.");
        await Eventually.IsTrueAsync(
            () => IsRefused(worker.Output) && IsRefused(gateway.Output), "both to be told that they are refused");
        foreach (var user in users)
            await broker.ControlAsync(0, "change_password", user, DocumentedUsers.Password);

        await Eventually.GetAsync(
            async () => await SetAsync(gateway) == HttpStatusCode.OK ? "" : null, "both to be let in again", Patience);
        worker.HasExited.ShouldBeFalse();

        static bool IsRefused(string output) => output.Contains("refuse", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_has_its_certificates_in_files_comes_back_with_those_of_another_authority()
    {
        using var first = new PrivateAuthority("The First");
        using var second = new PrivateAuthority("The Second");
        Issue(first);
        var port = Ports.Free();
        await using var broker = new BrokerPart(
            $"listeners.ssl.1 = 127.0.0.1:{port}",
            $"ssl_options.cacertfile = {FileOf("ca.pem")}",
            $"ssl_options.certfile = {FileOf("server.pem")}",
            $"ssl_options.keyfile = {FileOf("server.key")}",
            "ssl_options.verify = verify_peer",
            "ssl_options.fail_if_no_peer_cert = true");
        await broker.StartAsync();
        await using var worker = WorkerProcess.Launch(
            port,
            servers.Engine,
            ("RabbitMq__Host", SecuredServers.Host),
            ("RabbitMq__Tls", "true"),
            ("RabbitMq__CaFile", FileOf("ca.pem")),
            ("RabbitMq__ClientCertificateFile", FileOf("client.pem")),
            ("RabbitMq__ClientKeyFile", FileOf("client.key")));
        await worker.WaitUntilReadyAsync();

        await broker.StopAsync();
        await Eventually.IsTrueAsync(() => !worker.IsReady, "the worker to miss its broker");
        Issue(second);
        await broker.StartAsync();

        await Eventually.IsTrueAsync(() => worker.IsReady, "the worker to be ready again");
    }

    private static async Task<HttpStatusCode> SetAsync(GatewayProcess gateway)
    {
        using var answer = await gateway.Http.PutAsJsonAsync($"wallet/{Guid.NewGuid()}", new { balance = 1 });
        return answer.StatusCode;
    }

    private string FileOf(string name) => Path.Combine(_secrets.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(FileOf(name), text);

    /// <summary>Creates all certificates again, from one authority.</summary>
    private void Issue(PrivateAuthority authority)
    {
        Write("ca.pem", File.ReadAllText(authority.CaFile));
        Put("server", authority.ForServer(SecuredServers.Host));
        Put("client", authority.ForClient("wallet"));

        void Put(string name, (string CertificateFile, string KeyFile) issued)
        {
            Write($"{name}.pem", File.ReadAllText(issued.CertificateFile));
            Write($"{name}.key", File.ReadAllText(issued.KeyFile));
        }
    }
}
