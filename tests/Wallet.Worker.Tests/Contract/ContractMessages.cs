using System.Reflection;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Tests.Contract;

/// <summary>The messages, found by looking at the assembly, so that none can be forgotten.</summary>
internal static class ContractMessages
{
    private static readonly IReadOnlyList<Type> Types =
    [
        .. typeof(SetBalance)
            .Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false })
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>What the worker takes.</summary>
    public static IReadOnlyList<Type> Requests { get; } = [.. RequestType.All.Select(request => request.Type)];

    /// <summary>The responses, in plain JSON for a sender that names a reply queue.</summary>
    public static IReadOnlyList<Type> Answers { get; } =
    [.. Requests.SelectMany(ContractTexts.AnswersOf).Append(typeof(RequestFailed)).Distinct()];

    /// <summary>
    /// Every message. A type that is neither asked nor answered, and no part of another, is an event.
    /// </summary>
    public static IReadOnlyList<Type> All { get; } =
    [.. Types.Where(type => Requests.Contains(type) || Answers.Contains(type) || !IsPart(type))];

    /// <summary>
    /// What is published, to the exchange of its name: events, and responses without a request.
    /// </summary>
    public static IReadOnlyList<Type> Published { get; } =
    [.. All.Where(type => !Requests.Contains(type) && type != typeof(RequestFailed))];

    private static bool IsPart(Type type) =>
        Types.SelectMany(other => other.GetProperties()).Any(property => Mentions(property, type));

    private static bool Mentions(PropertyInfo property, Type type) =>
        property.PropertyType == type || property.PropertyType.GetGenericArguments().Contains(type);
}
