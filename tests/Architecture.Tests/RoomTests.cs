using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Architecture.Tests;

/// <summary>A room is a folder, which is a namespace. Each may use those that stand before it, and no other.</summary>
public sealed class RoomTests
{
    /// <summary>A project's own namespace.</summary>
    private const string Root = "";

    /// <summary>Each project's rooms, the lowest first.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Wallet.Contracts"] = [Root],
        ["Wallet.Storage"] = ["Domain", Root],
        ["Wallet.Hosting"] = ["Settings", "Guard", "Broker", "Queues", "Telemetry"],
        ["Wallet.Worker"] =
        [
            "Settings",
            "Metrics",
            "Messaging.Serialization",
            "Messaging.Topology",
            "Messaging.Publishing",
            "Messaging.Recovery",
            "Messaging.Pipeline",
            "Messaging.Observation",
            "Tables",
            "Health",
            "Messaging.Consumers",
            "Startup",
            Root,
        ],
        ["Wallet.Gateway"] =
        [
            "Settings",
            "Faults",
            "Requests",
            "Events",
            "Pulse",
            "Endpoints",
            "Middleware",
            "Startup",
            Root,
        ],
        ["Wallet.Cli"] = ["Output", "Bus", "Load", "Watch", "Doctor", "Parked", "Commands", Root],
    };

    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader()
        .LoadAssemblies([.. Rooms.Keys.Select(Load)])
        .Build();

    public static TheoryData<string> Projects => [.. Rooms.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_room_uses_only_those_before_it(string project)
    {
        var rooms = Rooms[project];
        var arrows = Own(project)
            .SelectMany(type =>
                type.Dependencies.Select(one =>
                    (From: RoomOf(project, type), To: RoomOf(project, one.Target), Used: one)
                )
            )
            .Where(one => one.To is not null && one.From != one.To)
            .Where(one => Array.IndexOf(rooms, one.To) >= Array.IndexOf(rooms, one.From))
            .Select(one => $"{one.From} -> {one.To}: {one.Used.Origin.Name} uses {one.Used.Target.Name}");

        arrows.Distinct(StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_room_has_its_place(string project)
    {
        Own(project)
            .Select(type => RoomOf(project, type)!)
            .Distinct(StringComparer.Ordinal)
            .ShouldBeSubsetOf(Rooms[project]);
    }

    [Fact]
    public void A_name_is_one_type()
    {
        Rooms.Keys.SelectMany(Own)
            .Where(type => !type.IsNested && !type.Name.StartsWith('<'))
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .Where(types => types.Count() > 1)
            .Select(types => string.Join(", ", types.Select(type => type.FullName)))
            .ShouldBeEmpty();
    }

    private static Assembly Load(string project) => Assembly.Load(project == "Wallet.Cli" ? "wallet" : project);

    private static IEnumerable<IType> Own(string project) =>
        Code.Types.Where(type => RoomOf(project, type) is not null);

    /// <summary>
    /// The room of a type, or null where it is another project's; what is in no namespace is a program.
    /// </summary>
    private static string? RoomOf(string project, IType type)
    {
        var name = type.Namespace?.FullName ?? "";
        if (name == project)
            return Root;
        return name.StartsWith(project + ".", StringComparison.Ordinal) ? name[(project.Length + 1)..] : null;
    }
}
