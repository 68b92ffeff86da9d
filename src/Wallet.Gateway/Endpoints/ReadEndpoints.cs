namespace Wallet.Gateway.Endpoints;

internal static class ReadEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps an endpoint for GET and, as HTTP requires, for HEAD. The server leaves out the body for HEAD.
    /// </summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, Methods, handler);

    /// <summary>Adds HEAD to an endpoint that is mapped for GET.</summary>
    public static void AlsoForHead(this IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(new HttpMethodMetadata(Methods));
}
