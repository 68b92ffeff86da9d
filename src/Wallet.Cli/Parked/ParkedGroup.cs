namespace Wallet.Cli.Parked;

/// <summary>
/// Parked messages of one queue with one cause, whose faults differ in ids and numbers alone. Its JSON form is what
/// scripts read.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Cause">The cause, by name.</param>
/// <param name="Fault">The fault, with # for ids and numbers.</param>
/// <param name="Count">How many.</param>
/// <param name="OldestSeconds">How long ago the oldest was parked; null where none says.</param>
/// <param name="NewestSeconds">How long ago the newest was.</param>
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
