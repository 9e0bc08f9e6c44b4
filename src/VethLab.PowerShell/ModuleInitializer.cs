using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using VethLab.Linux.Namespaces;

namespace VethLab.PowerShell;

/// <summary>
/// Run by PowerShell when the module is imported and removed. Assemblies of others load into a context of the module's own, so that they cannot
/// clash with another version that some other module brought along.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Dependencies =
        Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "dependencies");

    private static readonly AssemblyLoadContext Own = new("VethLab dependencies");

    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;
        HomeThread.Remember();
    }

    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        var path = Path.Combine(Dependencies, $"{name.Name}.dll");
        return File.Exists(path) ? Own.LoadFromAssemblyPath(path) : null;
    }
}
