namespace SystemTests.Parts;

/// <summary>Where things lie in this checkout.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>What is downloaded, run or recorded here: <c>.local</c>, or where <c>WALLET_LOCAL</c> says.</summary>
    public static string Local => Environment.GetEnvironmentVariable("WALLET_LOCAL") ?? Path.Combine(Root, ".local");

    /// <summary>A built program, of the same configuration as these tests.</summary>
    public static string Program(string project, string assembly)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Root, project, "bin", configuration, "net10.0", assembly + ".dll");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Wallet.Worker.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests run inside a checkout: they start its scripts and programs.");
    }
}
