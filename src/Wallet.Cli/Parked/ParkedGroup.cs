namespace Wallet.Cli.Parked;

/// <summary>
/// Parked messages of one queue with one cause, whose faults differ only in ids and numbers. Scripts read its JSON
/// form.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Cause">The cause, by name.</param>
/// <param name="Fault">The fault, with # in place of ids and numbers.</param>
/// <param name="Count">The number of messages.</param>
/// <param name="OldestSeconds">The age of the oldest, in seconds; null if unknown.</param>
/// <param name="NewestSeconds">The age of the newest, in seconds; null if unknown.</param>
/// <param name="Example">The id of one of them.</param>
internal sealed record ParkedGroup(string Queue, string Cause, string Fault, int Count, long? OldestSeconds,
    long? NewestSeconds, string Example)
{
    public static IReadOnlyList<ParkedGroup> Group(IEnumerable<ParkedMessage> messages, DateTimeOffset now) =>
    [
        .. messages.GroupBy(message =>
            (message.Queue, Cause: Causes.Find(message), Kind: Causes.Kind(message))).Select(group =>
        {
            var ages = group.Select(message => message.AgeAt(now)).OfType<TimeSpan>().Select(age =>
                (long)age.TotalSeconds).ToList();
            return new ParkedGroup(
                group.Key.Queue,
                group.Key.Cause,
                group.Key.Kind,
                group.Count(),
                ages.Count == 0 ? null : ages.Max(),
                ages.Count == 0 ? null : ages.Min(),
                group.First().Id);
        }).OrderByDescending(group => group.Count),
    ];
}
