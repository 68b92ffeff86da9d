using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Wallet.Hosting.Settings;

/// <summary>The worker cannot start with the settings it was given.</summary>
internal sealed class SettingsException(IEnumerable<string> faults)
    : Exception(string.Join(Environment.NewLine, faults));
