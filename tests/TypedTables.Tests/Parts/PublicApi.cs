using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TypedTables.Tests.Parts;

/// <summary>What an assembly shows to its users, one line for each type and member.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> TypesOf(Assembly assembly) =>
        assembly
            .GetExportedTypes()
            .Where(type => type.Namespace?.StartsWith("TypedTables", StringComparison.Ordinal) == true);

    public static IEnumerable<string> LinesOf(Type type)
    {
        var name = ApiNames.FullNameOf(type);
        yield return $"{name}: {KindOf(type)}";
        foreach (var member in MembersOf(type))
            yield return $"{name} {TextOf(member)}";
    }

    /// <summary>The visible members, without those that the compiler adds.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
            return [type.GetMethod("Invoke")!];
        return type.GetMembers(Declared).Where(member => IsVisible(member) && !IsMadeByTheCompiler(member));
    }

    private static bool IsVisible(MemberInfo member) =>
        member switch
        {
            FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
            PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsOpen),
            ConstructorInfo constructor => IsOpen(constructor),
            MethodInfo method => IsOpen(method)
                && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
            _ => false,
        };

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsMadeByTheCompiler(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute))
        || (
            member is PropertyInfo property
            && property.GetMethod?.IsDefined(typeof(CompilerGeneratedAttribute)) == true
            && property.Name == "EqualityContract"
        )
        || (
            member is ConstructorInfo { IsFamily: true } copy
            && copy.GetParameters() is [var only]
            && only.ParameterType == member.DeclaringType
        );

    private static string KindOf(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (typeof(Delegate).IsAssignableFrom(type))
            return "delegate";
        if (type.IsInterface)
            return "interface";

        var modifier = type switch
        {
            { IsValueType: true } => type.IsByRefLike ? "ref struct" : "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var parents = type.GetInterfaces()
            .Where(parent => parent.IsVisible)
            .Select(ApiNames.Of)
            .Order(StringComparer.Ordinal);
        return type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)
            ? $"{modifier} {string.Join(", ", parents.Prepend(ApiNames.Of(parent)))}"
            : $"{modifier} {string.Join(", ", parents)}".TrimEnd();
    }

    private static string TextOf(MemberInfo member) =>
        member switch
        {
            FieldInfo { IsLiteral: true } field =>
                $"{field.Name} = "
                    + Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture),
            FieldInfo field => $"{field.Name}: {ApiNames.Of(field)}",
            PropertyInfo property =>
                $"{Required(property)}{property.Name}{Indexed(property)}: {ApiNames.Of(property)} "
                    + $"{{ {Accessors(property)} }}",
            ConstructorInfo constructor => $"new({ApiNames.Parameters(constructor)})",
            MethodInfo method =>
                $"{Modifier(method)}{method.Name}{ApiNames.Generic(method)}({ApiNames.Parameters(method)}): "
                    + $"{ApiNames.Of(method.ReturnParameter)}{ApiNames.Constraints(method)}",
            _ => throw new NotSupportedException(member.ToString()),
        };

    private static string Indexed(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{ApiNames.Parameters(parameters)}]" : "";

    private static string Required(PropertyInfo property) =>
        property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";

    private static string Modifier(MethodInfo method) =>
        method.IsStatic ? "static "
        : method.DeclaringType!.IsInterface || method.GetBaseDefinition() != method ? ""
        : method.IsAbstract ? "abstract "
        : method is { IsVirtual: true, IsFinal: false } && !method.DeclaringType.IsSealed ? "virtual " : "";

    private static string Accessors(PropertyInfo property) =>
        string.Join(
            ' ',
            property
                .GetAccessors(nonPublic: true)
                .Where(IsOpen)
                .Select(accessor =>
                {
                    var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
                    return isInit ? "init;"
                        : accessor.ReturnType == typeof(void) ? "set;"
                        : "get;";
                })
        );
}
