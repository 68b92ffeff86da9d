using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Front;

/// <summary>Takes requests in: who sent it, may they, and then the service.</summary>
internal sealed class Gate(AwsFrontOptions options, Rights rights, FrontCounts counts, Service service)
{
    private readonly SignatureCheck? _signatures = options.Keys is null
        ? null
        : new SignatureCheck(options.Keys, options.Region, options.Clock);

    public async Task HandleAsync(HttpContext http)
    {
        var operation = http.Request.Headers["X-Amz-Target"].ToString().Split('.').Last();
        counts.AddRequest(operation);
        Reply reply;
        try
        {
            reply = await AnswerAsync(http.Request, operation);
        }
        catch (AwsErrorException error)
        {
            reply = error.ToReply();
        }
        catch (HttpRequestException)
        {
            http.Abort(); // The engine is gone, so the front hangs up, too.
            return;
        }

        if (options.FirstReasonOnly && reply.ErrorType() == "TransactionCanceledException")
            reply = Cancellation.FirstOnly(reply);
        counts.AddReply(reply);
        await WriteAsync(http.Response, reply);
    }

    private async Task<Reply> AnswerAsync(HttpRequest request, string operation)
    {
        using var read = new MemoryStream();
        await request.Body.CopyToAsync(read);
        var body = read.ToArray();
        var key = _signatures?.Check(request, body);

        using var json = JsonDocument.Parse(body);
        var region = Authorization.RegionOf(request.Headers.Authorization.ToString()) ?? options.Region ?? "us-west-2";
        var call = new Call(operation, region, request.Headers["X-Amz-Date"].ToString(), body, json.RootElement);
        counts.AddActions(call);
        rights.Check(call, key);
        return await service.AnswerAsync(call);
    }

    private async Task WriteAsync(HttpResponse response, Reply reply)
    {
        response.StatusCode = reply.Status;
        response.ContentType = "application/x-amz-json-1.0";
        response.ContentLength = reply.Body.Length;
        response.Headers.Date = options.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString("N").ToUpperInvariant();
        if (reply.Checksum is not null)
            response.Headers["x-amz-crc32"] = reply.Checksum;
        await response.Body.WriteAsync(reply.Body);
    }
}
