using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>
/// Gives a command of this host the module name under which scripts and the engine itself know it, so that
/// `Microsoft.PowerShell.Utility\Write-Error` finds it.
/// </summary>
internal static class SnapIns
{
    internal const string Utility = "Microsoft.PowerShell.Utility";
    internal const string Management = "Microsoft.PowerShell.Management";

    private static readonly Dictionary<string, PSSnapInInfo> Known = new(StringComparer.Ordinal)
    {
        [Utility] = New(Utility),
        [Management] = New(Management),
    };

    internal static SessionStateCmdletEntry Entry(string snapIn, string name, Type type)
    {
        var entry = new SessionStateCmdletEntry(name, type, null);
        SetPSSnapIn(entry, Known[snapIn]);
        return entry;
    }

    private static PSSnapInInfo New(string name) => Create(
        name, true, AppContext.BaseDirectory, typeof(SnapIns).Assembly.FullName!, typeof(SnapIns).Assembly.Location,
        new Version(7, 0), new Version(7, 0, 0, 0), [], [], $"The commands of {name} that VethLab's host has.", "VethLab");

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern PSSnapInInfo Create(
        string name, bool isDefault, string applicationBase, string assemblyName, string moduleName, Version psVersion,
        Version version, Collection<string> types, Collection<string> formats, string descriptionFallback, string vendorFallback);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetPSSnapIn")]
    private static extern void SetPSSnapIn(InitialSessionStateEntry entry, PSSnapInInfo snapIn);
}
