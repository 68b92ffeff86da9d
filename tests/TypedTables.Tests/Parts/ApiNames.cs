using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TypedTables.Tests.Parts;

/// <summary>Types and parameters as they are written in C#, nullability included.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    private static readonly NullabilityInfoContext Nullability = new();

    public static string FullNameOf(Type type) => $"{type.Namespace}.{Of(type)}";

    public static string Of(Type type) => Of(type, null);

    public static string Of(FieldInfo field) => Of(field.FieldType, Nullability.Create(field));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, Nullability.Create(property));

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, Nullability.Create(parameter));

    public static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(one => one.Name))}>" : "";

    public static string Constraints(MethodInfo method) =>
        !method.IsGenericMethod
            ? ""
            : string.Concat(
                method
                    .GetGenericArguments()
                    .Select(one =>
                        one.GenericParameterAttributes.HasFlag(
                            GenericParameterAttributes.NotNullableValueTypeConstraint
                        )
                            ? $" where {one.Name} : struct"
                        : one.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)
                            ? $" where {one.Name} : class"
                        : ""
                    )
            );

    public static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + Parameters(method.GetParameters());

    public static string Parameters(IEnumerable<ParameterInfo> parameters) =>
        string.Join(
            ", ",
            parameters.Select(parameter =>
            {
                var prefix =
                    parameter.IsOut ? "out "
                    : parameter.ParameterType.IsByRef ? "ref "
                    : "";
                if (
                    parameter.IsDefined(typeof(ParamArrayAttribute))
                    || parameter.IsDefined(typeof(ParamCollectionAttribute))
                )
                    prefix = "params ";
                return $"{prefix}{Of(parameter)} {parameter.Name}"
                    + (parameter.HasDefaultValue ? " = " + Literal(parameter) : "");
            })
        );

    private static string Literal(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => "default",
        bool flag => flag ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Of(Type type, NullabilityInfo? info)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, info);
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value, info?.GenericTypeArguments.ElementAtOrDefault(0)) + "?";

        // Of a parameter that may be any type, the mark does not tell what was written.
        var isAnything =
            type.IsGenericParameter
            && !type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint);
        var mark = !type.IsValueType && !isAnything && info?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, info?.ElementType)}[]{mark}";
        if (type.IsGenericParameter || !type.IsGenericType)
            return Keywords.GetValueOrDefault(type, type.Name) + mark;

        var arguments = type.GetGenericArguments()
            .Select((one, i) => Of(one, info?.GenericTypeArguments.ElementAtOrDefault(i)));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>{mark}";
    }
}
