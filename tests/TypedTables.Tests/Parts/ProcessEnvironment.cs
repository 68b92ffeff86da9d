using System.Collections;
using Amazon;

namespace TypedTables.Tests.Parts;

/// <summary>
/// Tests that set environment variables, which belong to the whole process, run one after another and while no others
/// do.
/// </summary>
[CollectionDefinition(nameof(ProcessEnvironment), DisableParallelization = true)]
public sealed class ProcessEnvironment;

/// <summary>
/// An environment in which AWS is not configured and no metadata service is asked, until it is disposed of.
/// </summary>
internal sealed class AwsEnvironment : IDisposable
{
    private readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);

    private readonly string? _profilesBefore = AWSConfigs.AWSProfilesLocation;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("typed-tables-");

    public AwsEnvironment()
    {
        var set = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key);
        foreach (var name in set.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            Set(name, null);

        Set("AWS_EC2_METADATA_DISABLED", "true");
        // The SDK reads AWS_SHARED_CREDENTIALS_FILE only once in a process.
        AWSConfigs.AWSProfilesLocation = ProfilesFile;
    }

    /// <summary>Where profiles are looked for; the file does not exist unless a test writes it.</summary>
    public string ProfilesFile => Path.Combine(_directory.FullName, "credentials");

    public void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose()
    {
        AWSConfigs.AWSProfilesLocation = _profilesBefore;
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        _directory.Delete(recursive: true);
    }
}
