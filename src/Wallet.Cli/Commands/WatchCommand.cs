using System.CommandLine;
using Spectre.Console;
using Wallet.Cli.Output;
using Wallet.Cli.Watch;
using Wallet.Contracts;

namespace Wallet.Cli.Commands;

/// <summary><c>watch</c>: prints balances as they change.</summary>
internal static class WatchCommand
{
    public static Command Watch()
    {
        var userId = CommandOptions.AnyWallet("user-id", "Only this wallet: a UUID.");
        var count = CommandOptions.Checked(
            new Option<long?>("--count")
            {
                Description = "Ends after so many events. Else Ctrl-C ends it.", HelpName = "events",
            },
            events => events > 0,
            "takes a whole number from 1");
        var watch = new Command("watch",
            "Shows balances as they change, of every wallet where none is named, and marks gaps and repeats in a "
                + "wallet's versions. With --json, one document on each line."
        )
        {
            userId,
            count,
        };
        watch.Run(
            async (session, cancelled) =>
            {
                var (only, rest) = (session.Parsed.GetValue(userId), session.Get(count) ?? long.MaxValue);
                await using var subscription = await Subscription.OpenAsync(
                    session.Broker,
                    Console.Error.WriteLine,
                    cancelled
                );
                await Console.Error.WriteLineAsync(
                    $"Watching {(only is { } one ? $"wallet {one}" : "every wallet")}; Ctrl-C ends it."
                );

            // The reader may have seen enough, as in `wallet watch | head -1`. That is a normal end.
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            var gone = StandardStream.WaitUntilReaderIsGoneAsync(enough.Token);
            var shown = ShowAsync(session.Output, subscription.EventsAsync(enough.Token), only, rest);
            try
            {
                await await Task.WhenAny(gone, shown);
            }
            catch (OutputException error) when (error.IsReaderGone)
            {
                return ExitCodes.Done;
            }
            finally
            {
                await enough.CancelAsync();
            }

            return ExitCodes.Done;
        });
        return watch;
    }

    private static async Task ShowAsync(Printer output, IAsyncEnumerable<BalanceUpdated> events, Guid? only, long rest)
    {
        var versions = new VersionTracker();
        await foreach (var update in events)
        {
            if (only is not null && update.UserId != only)
                continue;
            var (mark, missing) = versions.Track(update.UserId, update.Version);
            Print(output, update, mark, missing);
            if (--rest == 0)
                break;
        }
    }

    private static void Print(Printer output, BalanceUpdated update, VersionMark mark, long missing)
    {
        if (output.IsJson)
        {
            Console.WriteLine(
                Printer.Json(
                    new
                    {
                        Mark = mark.ToString().ToLowerInvariant(),
                        Missing = missing,
                        Event = update,
                    },
                    isOnOneLine: true
                )
            );
            return;
        }

        var words = mark switch
        {
            VersionMark.Gap => $"  [red]← gap: {missing} missing before it[/]",
            VersionMark.Late => "  [yellow]← late[/]",
            VersionMark.Repeat => "  [yellow]← repeat[/]",
            _ => "",
        };
        output.Screen.MarkupLine($"[bold]{update.UserId}[/]  {ResponseText.Line(update).EscapeMarkup()}{words}");
    }
}
