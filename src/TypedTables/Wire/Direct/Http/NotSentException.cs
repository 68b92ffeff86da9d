namespace TypedTables.Wire.Direct.Http;

/// <summary>Nothing was sent that the service could act on: no connection could be made, or none became free.</summary>
internal sealed class NotSentException(string message, Exception? inner) : IOException(message, inner);
