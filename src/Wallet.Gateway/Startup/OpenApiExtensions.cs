using System.Globalization;
using Microsoft.OpenApi;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Startup;

internal static class OpenApiExtensions
{
    /// <summary>Adds the document at <c>/openapi/v1.json</c>, which is generated from the endpoints.</summary>
    public static IServiceCollection AddWalletOpenApi(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
            {
                // the same as GET, whose name it would take
                options.ShouldInclude = endpoint => endpoint.HttpMethod != HttpMethods.Head;
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info.Title = "Wallet gateway";
                        document.Info.Description =
                            "Wallets over HTTP. Amounts are 64-bit integers in minor units, read as number or string. "
                            + "With integers=string in the query, answers write every number as a string, for clients "
                            + "whose numbers are doubles.";
                        document.Servers = null; // the server that the document was fetched from
                        return Task.CompletedTask;
                    }
                );
                // What the framework cannot see in the endpoints: formats of text parameters, headers, bodies other
                // than JSON.
                options.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        foreach (var parameter in operation.Parameters ?? [])
                        {
                            if (parameter is OpenApiParameter { Name: "id", Schema: OpenApiSchema id })
                                id.Format = "uuid";
                            if (
                                parameter is OpenApiParameter
                                {
                                    Name: "after" or "limit" or "Last-Event-ID",
                                    Schema: OpenApiSchema number
                                }
                            )
                                number.Pattern = "^[0-9]+$";
                        }

                        foreach (var (status, response) in operation.Responses ?? [])
                            Complete(
                                context.Description.HttpMethod,
                                int.Parse(status, CultureInfo.InvariantCulture),
                                response as OpenApiResponse
                            );
                        return Task.CompletedTask;
                    }
                );
            }
        );

    private static void Complete(string? method, int status, OpenApiResponse? response)
    {
        if (response is null)
            return;

        foreach (
            var (type, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        )
        {
            if (type.StartsWith("text/", StringComparison.Ordinal))
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        }

        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        if (method is "POST" or "PUT")
            response.Headers[OperationKey.HeaderName] = Header(
                "The operation's key: send it again to repeat this operation without a second effect."
            );
        if (
            status
            is StatusCodes.Status200OK
                or StatusCodes.Status304NotModified
                or StatusCodes.Status412PreconditionFailed
        )
            response.Headers["ETag"] = Header("The wallet's version in quotes, where the answer is about one wallet.");
        if (status is StatusCodes.Status503ServiceUnavailable)
            response.Headers["Retry-After"] = Header("How many seconds to wait.");
    }

    private static OpenApiHeader Header(string description) => new()
    {
        Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
