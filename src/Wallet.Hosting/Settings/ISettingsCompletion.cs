namespace Wallet.Hosting.Settings;

/// <summary>Settings that must be checked together, or from which others are derived.</summary>
internal interface ISettingsCompletion
{
    /// <summary>
    /// Derives and checks them, after each has been checked by itself. Returns a line for each fault.
    /// </summary>
    IEnumerable<string> Complete();
}
