using Tests.Approvals;
using Wallet.Contracts;

namespace Wallet.Worker.Tests.Contract;

public sealed class ContractFaceTests
{
    [Fact]
    public void The_public_face_of_the_contracts_is_frozen()
    {
        var lines = typeof(SetBalance).Assembly.GetExportedTypes()
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(type => type.GetProperties()
                .Select(property => $"{type.Name}.{property.Name}: {NameOf(property.PropertyType)}")
                .Concat(type.IsEnum ? Enum.GetNames(type).Select(name => $"{type.Name}.{name}") : []));

        string.Join("\n", lines).ShouldBeApproved("contracts.txt");
    }

    private static string NameOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? $"{value.Name}?" : type.Name;
}
