using Wallet.Hosting.Settings;

namespace Wallet.Hosting.Telemetry;

/// <summary>The OpenTelemetry settings that decide whether anything is exported. Its SDK reads the others.</summary>
internal static class OtelSettings
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether a signal (<c>TRACES</c>, <c>METRICS</c>, <c>LOGS</c>) has an exporter.</summary>
    public static bool IsOn(string signal) =>
        !string.Equals(Value("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        && Value($"OTEL_{signal}_EXPORTER") is not "none"
        && (Value(Endpoint) ?? Value(EndpointOf(signal))) is not null;

    /// <exception cref="SettingsException">
    /// An address or a protocol is invalid. The SDK would silently use its defaults, and nobody would know why nothing
    /// arrives.
    /// </exception>
    public static void ThrowIfAnyIsWrong()
    {
        string[] endpoints = [Endpoint, EndpointOf("TRACES"), EndpointOf("METRICS"), EndpointOf("LOGS")];
        var faults = endpoints
            .Where(name =>
                Value(name) is { } text
                && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            )
            .Select(name => $"{name} is '{Value(name)}', but takes an address such as http://localhost:4317.")
            .ToList();
        if (Value("OTEL_EXPORTER_OTLP_PROTOCOL") is { } protocol and not ("grpc" or "http/protobuf"))
            faults.Add($"OTEL_EXPORTER_OTLP_PROTOCOL is '{protocol}', but takes grpc or http/protobuf.");
        if (faults.Count > 0)
            throw new SettingsException(faults);
    }

    private static string EndpointOf(string signal) => $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";

    private static string? Value(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
