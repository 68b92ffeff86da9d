using System.Runtime.CompilerServices;

namespace Tests.Approvals;

/// <summary>Compares with a text that is frozen in <c>Approved/</c>, because it outlives the process.</summary>
/// <remarks>
/// A deliberate change replaces the file: run the tests with <c>APPROVE=1</c> and look at the difference.
/// </remarks>
internal static class Approved
{
    /// <summary>Whether frozen files are to be replaced.</summary>
    public static bool IsReplacing => Environment.GetEnvironmentVariable("APPROVE") == "1";

    public static void ShouldBeApproved(this string actual, string name, [CallerFilePath] string here = "")
    {
        if (IsReplacing)
            File.WriteAllText(Path.Combine(FolderOf(here), name), actual + "\n");

        var approved = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Approved", name)).TrimEnd();
        actual.ShouldBe(
            approved,
            $"{name} is frozen. If the change is meant, run the tests with APPROVE=1 and rebuild."
        );
    }

    private static string FolderOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        while (!Directory.Exists(Path.Combine(folder, "Approved")))
            folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "Approved");
    }
}
