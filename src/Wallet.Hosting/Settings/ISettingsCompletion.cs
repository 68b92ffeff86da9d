using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Wallet.Hosting.Settings;

/// <summary>Settings of which some are right or wrong only together, or are made of others.</summary>
internal interface ISettingsCompletion
{
    /// <summary>Completes them, once each by itself is right. A line for each fault.</summary>
    IEnumerable<string> Complete();
}
