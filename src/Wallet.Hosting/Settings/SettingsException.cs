namespace Wallet.Hosting.Settings;

/// <summary>The program cannot start, because some of its settings are wrong.</summary>
internal sealed class SettingsException(IEnumerable<string> faults)
    : Exception(string.Join(Environment.NewLine, faults));
