namespace VethLab.Host.Session;

/// <summary>The places of a clone, found from this program's own: it lives in &lt;clone&gt;/bin/host.</summary>
internal sealed class ProjectFolders
{
    private const string PathVariable = "PSModulePath";

    internal ProjectFolders()
    {
        Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        ModuleParent = Path.Combine(Root, "bin", "modules");
        ModuleFolder = Path.Combine(ModuleParent, "VethLab");
        Manifest = Path.Combine(Root, "VethLab.psd1");
    }

    internal string Root { get; }

    /// <summary>On PSModulePath; holds a link named VethLab to the clone.</summary>
    internal string ModuleParent { get; }

    internal string ModuleFolder { get; }

    internal string Manifest { get; }

    internal bool HasManifest => File.Exists(Path.Combine(ModuleFolder, "VethLab.psd1"));

    /// <summary>
    /// Puts the clone before the module folders of pwsh (the user's, the machine's), so that child runspaces and jobs
    /// find VethLab as well.
    /// </summary>
    internal void PutOnModulePath()
    {
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (string.IsNullOrEmpty(data))
            data = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        string[] usual = [Path.Combine(data, "powershell", "Modules"), "/usr/local/share/powershell/Modules"];
        var inherited = Environment.GetEnvironmentVariable(PathVariable)?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        Environment.SetEnvironmentVariable(
            PathVariable, string.Join(':', new[] { ModuleParent }.Concat(inherited).Concat(usual).Distinct(StringComparer.Ordinal)));
    }

    /// <summary>
    /// Moves the engine's own module folder, which it adds when a session opens, to the end: a pwsh that is started from here inherits the
    /// path, and must find its own modules before the host's stand-ins.
    /// </summary>
    internal static void PutOwnModulesLast()
    {
        var own = Path.Combine(AppContext.BaseDirectory, "Modules");
        var folders = Environment.GetEnvironmentVariable(PathVariable)?.Split(':') ?? [];
        Environment.SetEnvironmentVariable(
            PathVariable, string.Join(':', folders.Where(folder => Path.TrimEndingDirectorySeparator(folder) != own).Append(own)));
    }
}
