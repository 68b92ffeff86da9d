namespace Wallet.Cli.Load;

/// <summary>The kinds of requests in a load.</summary>
internal enum LoadVerb
{
    Set,
    Get,
    Adjust,
    Transfer,
}
