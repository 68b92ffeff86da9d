namespace Wallet.Gateway.Endpoints;

internal static class ReadEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps what only reads. Whatever answers GET answers HEAD too, as HTTP asks for; the server leaves the body out.
    /// </summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, Methods, handler);

    /// <summary>The same for an endpoint that others have mapped for GET.</summary>
    public static void AlsoForHead(this IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(new HttpMethodMetadata(Methods));
}
