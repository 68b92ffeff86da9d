using System.ComponentModel.DataAnnotations;
using Wallet.Hosting.Settings;

namespace Wallet.Worker.Settings;

/// <summary>
/// How to reach DynamoDB. Section <c>DynamoDb</c>. Credentials come from the AWS SDK's sources: environment, profile or
/// role.
/// </summary>
internal sealed class DynamoDbSettings
{
    /// <summary>The endpoint to use instead of AWS. Empty for AWS itself.</summary>
    [OptionalEndpoint(ErrorMessage = "an address such as http://localhost:8000, or nothing for AWS itself")]
    public string ServiceUrl { get; set; } = "http://localhost:8000";

    /// <summary>The AWS region.</summary>
    [Required(ErrorMessage = "an AWS region such as us-west-2")]
    [RegularExpression(@"[a-z]{2,8}(-[a-z]+)+-[0-9]+\z", ErrorMessage = "an AWS region such as us-west-2")]
    public string Region { get; set; } = "us-west-2";

    /// <summary>A prefix of every table's name, to separate environments.</summary>
    [RegularExpression(@"[a-zA-Z0-9_.-]{0,100}\z", ErrorMessage = "at most 100 of a-z, A-Z, 0-9, '_', '-' and '.'")]
    public string TablePrefix { get; set; } = "";

    /// <summary>
    /// Which tables the worker creates at its start: <c>IfNone</c> both if neither exists, <c>Always</c> any that is
    /// missing, <c>Never</c> none. It <see href="operating.md#the-tables">waits</see> for what is missing and not
    /// created.
    /// </summary>
    [RegularExpression(@"(IfNone|Never|Always)\z", ErrorMessage = "IfNone, Never or Always")]
    public string CreateTables { get; set; } = "IfNone";

    /// <summary>
    /// If the tables are replicated to other regions, the one region whose workers write. Empty: replicated tables are
    /// <see href="decisions/0010-global-tables.md">not used</see>.
    /// </summary>
    [RegularExpression(
        @"([a-z]{2,8}(-[a-z]+)+-[0-9]+)?\z", ErrorMessage = "an AWS region such as us-west-2, or nothing")]
    public string OnlyWriter { get; set; } = "";

    /// <summary>
    /// How calls for items are made: <c>Direct</c> by this program itself, <c>Sdk</c> by the AWS SDK's client, at four
    /// times the CPU.
    /// </summary>
    [RegularExpression(@"(Direct|Sdk)\z", ErrorMessage = "Direct or Sdk")]
    public string Wire { get; set; } = "Direct";

    /// <summary>The maximum number of attempts of a call, including the first.</summary>
    [Range(1, 10, ErrorMessage = "a number from 1 to 10")]
    public int AttemptsMax { get; set; } = 3;

    /// <summary>The time-out of one attempt.</summary>
    [Range(100, 10_000, ErrorMessage = "a number of milliseconds from 100 to 10000")]
    public int AttemptTimeoutMs { get; set; } = 3000;
}
