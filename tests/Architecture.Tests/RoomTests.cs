using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Architecture.Tests;

/// <summary>A room is a folder, which is a namespace. Each may use those that stand before it, and no other.</summary>
public sealed class RoomTests
{
    /// <summary>A project's own namespace.</summary>
    private const string Root = "";

    /// <summary>The table layer's users import one namespace, so that there a room is a type's folder alone.</summary>
    private const string Tables = "TypedTables";

    /// <summary>
    /// Each project's rooms, the lowest first. Rooms of one line are one concept, whose parts use each other.
    /// </summary>
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        [Tables] =
        [
            "Json",
            "Errors",
            "Wire",
            "Wire.Sdk",
            "Metering",
            "Options",
            "Credentials",
            "Wire.Direct.Http",
            "Wire.Direct.Signing",
            "Wire.Direct",
            // A field has a codec, a codec of a record writes an item, and an item has fields.
            "Items, Codecs, Declaration",
            "Expressions",
            "Wire.Checks",
            // A client makes tables and transactions, and a transaction checks that its tables are the client's.
            "Operations, " + Root,
        ],
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

    /// <summary>Rooms of which neither uses the other, though one stands before it.</summary>
    private static readonly (string Room, string Other)[] Apart =
    [
        ("Wire.Direct", "Wire.Sdk"),
        ("Wire.Direct.Signing", "Wire.Direct.Http"),
        ("Credentials", "Metering"),
    ];

    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader()
        .LoadAssemblies([.. Rooms.Keys.Select(Load)])
        .Build();

    private static readonly Dictionary<string, string> Folders = Repository.Sources("src/TypedTables")
        .ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => RoomOfFolder(Path.GetDirectoryName(file)!),
            StringComparer.Ordinal);

    public static TheoryData<string> Projects => [.. Rooms.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_room_uses_only_those_before_it(string project)
    {
        var arrows = Own(project)
            .SelectMany(type =>
                type.Dependencies.Select(one =>
                    (From: RoomOf(project, type), To: RoomOf(project, one.Target), Used: one)
                )
            )
            .Where(one => one.To is not null && !MayUse(project, one.From!, one.To))
            .Select(one => $"{one.From} -> {one.To}: {one.Used.Origin.Name} uses {one.Used.Target.Name}");

        // Part of the public face: what failed carries what was refused, which carries the caller's own action.
        arrows.Except(["Errors -> Operations: TableOperationException uses TransactRefusal"], StringComparer.Ordinal)
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_room_has_its_place(string project)
    {
        Own(project)
            .Select(type => RoomOf(project, type)!)
            .Distinct(StringComparer.Ordinal)
            .ShouldBeSubsetOf(Rooms[project].SelectMany(room => room.Split(", ")));
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

    private static bool MayUse(string project, string from, string to) =>
        HeightOf(project, to) <= HeightOf(project, from)
            && !(project == Tables && (Apart.Contains((from, to)) || Apart.Contains((to, from))));

    /// <summary>Where a room stands in its project's order.</summary>
    private static int HeightOf(string project, string room) =>
        Array.FindIndex(Rooms[project], rooms => rooms.Split(", ").Contains(room, StringComparer.Ordinal));

    private static Assembly Load(string project) => Assembly.Load(project == "Wallet.Cli" ? "wallet" : project);

    private static IEnumerable<IType> Own(string project) =>
        Code.Types.Where(type => RoomOf(project, type) is not null);

    /// <summary>
    /// The room of a type, or null where it is another project's; what is in no namespace is a program.
    /// </summary>
    private static string? RoomOf(string project, IType type)
    {
        var name = type.Namespace?.FullName ?? "";
        if (project == Tables && (name == project || name.StartsWith(project + ".", StringComparison.Ordinal)))
            return FolderOf(type.FullName[(name.Length + 1)..]);
        if (name == project)
            return Root;
        return name.StartsWith(project + ".", StringComparison.Ordinal) ? name[(project.Length + 1)..] : null;
    }

    private static string RoomOfFolder(string folder)
    {
        var path = Path.GetRelativePath(Path.Combine(Repository.Root, "src", Tables), folder);
        return path == "." ? Root : path.Replace(Path.DirectorySeparatorChar, '.');
    }

    /// <summary>The folder of the file that is named after a type, or after the type that it is nested in.</summary>
    private static string FolderOf(string type) =>
        Folders.TryGetValue(type.Split('`', '+', '/')[0], out var folder) ? folder : $"no file is named after {type}";
}
