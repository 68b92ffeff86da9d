using System.Reflection;
using Tests.Approvals;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests;

public sealed class ApprovedApiTests
{
    private static readonly Assembly Library = typeof(Field).Assembly;

    [Fact]
    public void The_public_face_of_the_library_is_frozen()
    {
        var lines = PublicApi
            .TypesOf(Library)
            .SelectMany(type => PublicApi.LinesOf(type))
            .Order(StringComparer.Ordinal);

        string.Join("\n", lines).ShouldBeApproved("public-api.txt");
    }

    [Fact]
    public void No_type_is_public_by_accident()
    {
        PublicApi.TypesOf(Library).Select(type => type.Namespace).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["TypedTables", "TypedTables.Expressions", "TypedTables.Metering", "TypedTables.Wire"]);
        PublicApi.TypesOf(Library).ShouldAllBe(type => type.IsSealed || type.IsAbstract || type.IsValueType);
    }
}
