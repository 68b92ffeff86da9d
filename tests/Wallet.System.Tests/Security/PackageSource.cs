using System.IO.Compression;
using System.Net;
using System.Text;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>A source of packages on this host, with one package, which it says is vulnerable.</summary>
internal sealed class PackageSource : IDisposable
{
    private const string Id = "wallet.vulnerable";

    private readonly HttpListener _listener = new();
    private readonly string _root;

    public PackageSource()
    {
        _root = $"http://127.0.0.1:{Ports.Free()}/";
        _listener.Prefixes.Add(_root);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Index => _root + "index.json";

    /// <summary>The package's file, for a source that is a folder.</summary>
    public static byte[] Package()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            Write(zip, $"{Id}.nuspec", $"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata><id>{Id}</id><version>1.0.0</version>
                  <authors>tests</authors><description>None.</description></metadata>
                </package>
                """);
            Write(zip, "lib/netstandard2.0/_._", "");
        }

        return memory.ToArray();
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var answer = AnswerTo(context.Request.Url!.AbsolutePath);
                context.Response.StatusCode = answer is null ? 404 : 200;
                await context.Response.OutputStream.WriteAsync(answer ?? []);
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private byte[]? AnswerTo(string path) =>
        path switch
        {
            "/index.json" => Text(
                $$"""{"version":"3.0.0","resources":[{"@id":"{{_root}}flat/","@type":"PackageBaseAddress/3.0.0"},"""
                    + $$"""{"@id":"{{_root}}known.json","@type":"VulnerabilityInfo/6.7.0"}]}"""
            ),
            "/known.json" => Text(
                $$"""[{"@name":"base","@id":"{{_root}}base.json","@updated":"2026-01-01T00:00:00Z"}]"""
            ),
            "/base.json" => Text(
                $$"""{"{{Id}}":[{"url":"https://advisories.example/1","severity":0,"versions":"[1.0.0]"}]}"""
            ),
            $"/flat/{Id}/index.json" => Text("""{"versions":["1.0.0"]}"""),
            $"/flat/{Id}/1.0.0/{Id}.1.0.0.nupkg" => Package(),
            _ => null,
        };

    private static byte[] Text(string json) => Encoding.UTF8.GetBytes(json);
}
