using System.Net;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;

namespace TypedTables.Credentials;

/// <summary>Turns what went wrong with credentials into a one-line error that says how to fix it.</summary>
internal static partial class CredentialFault
{
    private const int WordsLengthMax = 400;

    /// <summary>The configuration cannot work until somebody changes it.</summary>
    public static TableOperationException Wrong(string words, Exception? inner = null) =>
        Error(words, isRetryable: false, inner);

    /// <summary>
    /// Looking for a source failed unexpectedly. The exception's message may quote what was read, so it is not used.
    /// </summary>
    public static TableOperationException Unknown(Exception error) =>
        Error(
            $"the AWS settings of the environment and of {ProfileFiles.Credentials} cannot be used "
                + $"({error.GetType().Name}). Fix them.",
            isRetryable: false,
            inner: null);

    /// <summary>The error for an exception that a source threw.</summary>
    public static TableOperationException From(CredentialSource source, Exception error)
    {
        if (error is TableOperationException ours)
            return ours;
        var all = Chain(error).ToList();
        if (!source.IsSetUp)
            return HasAnswered(all)
                ? Error($"{source.Name} is there, and gave no credentials: {Detail(error)}", isRetryable: true, error)
                : Error(
                    $"no AWS credentials were found ({source.Name}: {Detail(error)}). {WhatToSet}",
                    isRetryable: false,
                    error);

        if (all.OfType<ProcessAWSCredentialException>().FirstOrDefault() is { } process)
        {
            return Error(
                $"credential_process of {source.Name} gave no credentials: {process.Message} Run the command by hand: "
                    + "it has to print JSON with Version 1, "
                    + "AccessKeyId and SecretAccessKey.",
                isRetryable: false,
                error);
        }

        if (all.Exists(one => one is MissingRuntimeDependencyException))
            return Error(
                $"{source.Name} needs code that a program compiled ahead of time does not have. Use a web identity, a "
                    + "container's or a machine's role.",
                false,
                error);
        if (all.Exists(IsOfSso))
            return Error(
                $"the login of {source.Name} is over, or was never made ({Detail(error)}). "
                    + $"Run: aws sso login --profile {source.Profile ?? "default"}",
                false,
                error);
        if (
            all.OfType<FileNotFoundException>()
                .Concat<Exception>(all.OfType<DirectoryNotFoundException>())
                .Concat(all.OfType<UnauthorizedAccessException>())
                .FirstOrDefault() is
            { } file)
            return Error(
                $"{source.Name} has a token file that cannot be read: {file.Message} Mount it, or let this program's "
                    + "user read it.",
                false,
                error);
        return all.OfType<AmazonServiceException>().FirstOrDefault(one => one.StatusCode != default) is { } answer
            ? Error(
                $"{source.Name} was refused: {answer.ErrorCode ?? $"{(int)answer.StatusCode}"}: {answer.Message}",
                IsTransient(answer),
                error)
            : Error(
                $"{source.Name} gave no credentials: {Detail(error)}",
                error is not (InvalidDataException or ArgumentException),
                error);
    }

    /// <summary>The source did not answer in time.</summary>
    /// <param name="source">The source; null if even finding one took too long.</param>
    /// <param name="timeout">How long the caller waited.</param>
    /// <param name="inner">The time-out exception.</param>
    public static TableOperationException InTime(CredentialSource? source, TimeSpan timeout, Exception inner) =>
        source is { IsSetUp: false } or null
            ? Error(
                $"no AWS credentials were found within {timeout.TotalSeconds:0.#} s. {WhatToSet}",
                isRetryable: false,
                inner)
            : Error($"{source.Name} has not answered within {timeout.TotalSeconds:0.#} s.", isRetryable: true, inner);

    private static string WhatToSet =>
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role; or an endpoint on this host, such as "
            + "http://127.0.0.1:8000, for a local engine.";

    /// <summary>
    /// Whether an HTTP response came. Where no source is configured, it proves that a metadata service exists.
    /// </summary>
    private static bool HasAnswered(List<Exception> all) =>
        all.Exists(one =>
            one
                is AmazonServiceException { StatusCode: not default(HttpStatusCode) }
                    or HttpRequestException { StatusCode: not null }
                    or WebException { Response: not null }
                    or Amazon.Runtime.Internal.HttpErrorResponseException);

    private static bool IsTransient(AmazonServiceException answer) =>
        answer.StatusCode
            is >= HttpStatusCode.InternalServerError
                or HttpStatusCode.TooManyRequests
                or HttpStatusCode.RequestTimeout
        || answer.ErrorCode is "Throttling" or "ThrottlingException" or "IDPCommunicationError";

    private static bool IsOfSso(Exception error) =>
        error.Message.Contains("SSO Token", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("is an SSO profile", StringComparison.Ordinal)
        || (
            error is AmazonServiceException { StatusCode: HttpStatusCode.Unauthorized }
            && error.GetType().Namespace == "Amazon.SSO.Model");

    /// <summary>The innermost exception's message: the AWS SDK's wrappers rarely add anything useful.</summary>
    private static string Detail(Exception error) => Chain(error).Last().Message;

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? one = error; one is not null; one = one.InnerException)
            yield return one;
    }

    private static TableOperationException Error(string words, bool isRetryable, Exception? inner)
    {
        var line = UserPattern().Replace(words.ReplaceLineEndings(" ").Trim(), "//…@");
        if (line.Length > WordsLengthMax)
            line = line[..(WordsLengthMax - 1)] + "…";
        return new TableOperationException(
            "Signing",
            TableOperationException.NoCredentials,
            line,
            isRetryable,
            inner: inner);
    }

    /// <summary>Matches user and password in a URL, such as a proxy's.</summary>
    [GeneratedRegex(@"//[^\s/@]+@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserPattern();
}
