namespace TypedTables.Wire;

/// <summary>A response that cannot be understood. The request may have been carried out.</summary>
internal sealed class BadReplyException(string message, Exception? inner = null) : IOException(message, inner);
