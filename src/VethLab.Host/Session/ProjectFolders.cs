namespace VethLab.Host.Session;

/// <summary>
/// The places of a clone, found from this program's own: it lives in &lt;clone&gt;/bin/host. The module may be another build than the
/// clone's: VETHLAB_MODULE names its manifest.
/// </summary>
internal sealed class ProjectFolders
{
    private const string PathVariable = "PSModulePath", ModuleVariable = "VETHLAB_MODULE", ModuleName = "VethLab";

    internal ProjectFolders()
    {
        Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        ModuleParent = Path.Combine(Root, "bin", "modules");
        Manifest = Path.Combine(ModuleParent, ModuleName, ModuleName + ".psd1");
        if (Environment.GetEnvironmentVariable(ModuleVariable) is { Length: > 0 } chosen)
        {
            Manifest = Path.GetFullPath(chosen);
            ModuleParent = ParentOf(Path.GetDirectoryName(Manifest)!);
        }
    }

    internal string Root { get; }

    /// <summary>On PSModulePath: has a folder VethLab with the module, or with a folder for its version. The clone's are links.</summary>
    internal string ModuleParent { get; }

    internal string Manifest { get; }

    internal bool HasManifest => File.Exists(Manifest);

    /// <summary>
    /// Puts the module before the module folders of pwsh (the user's, the machine's), so that child runspaces and jobs
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

    /// <summary>The folder that PSModulePath must name: VethLab/VethLab.psd1 and VethLab/0.1.0/VethLab.psd1 are found below it.</summary>
    private static string ParentOf(string folder)
    {
        var parent = Path.GetDirectoryName(folder) ?? folder;
        return Path.GetFileName(parent) == ModuleName ? Path.GetDirectoryName(parent) ?? parent : parent;
    }
}
