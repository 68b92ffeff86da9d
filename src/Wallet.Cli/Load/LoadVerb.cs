using System.Globalization;

namespace Wallet.Cli.Load;

/// <summary>What a load consists of.</summary>
internal enum LoadVerb
{
    Set,
    Get,
    Adjust,
    Transfer,
}
