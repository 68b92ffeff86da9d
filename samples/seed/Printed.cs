using System.Text;
using TypedTables.Wire;

namespace Seed;

/// <summary>Answers and items, written as the example of 2015 prints them.</summary>
internal static class Printed
{
    public static string Answer(WireReply reply)
    {
        var item = Encoding.UTF8.GetString(reply.Json.Span).TrimStart('{')[..^1];
        return "{"
            + item.Replace('"', '\'')
                .Replace(":", ": ", StringComparison.Ordinal)
                .Replace(",", ", ", StringComparison.Ordinal)
            + $", 'ResponseMetadata': {{'RequestId': '{reply.RequestId}'}}}}";
    }

    public static string Wallet(UserWallet wallet) => $"{{'user_id': '{wallet.UserId}', 'balance': {wallet.Balance}}}";
}
