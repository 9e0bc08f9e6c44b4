using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace VethLab.Host.Session;

/// <summary>Makes the session: the engine's own commands and this host's.</summary>
internal static class SessionFactory
{
    /// <summary>
    /// Opens a runspace whose pipelines run on the thread that invokes them, so that no thread is made, or switched to
    /// another network namespace, behind a script's back.
    /// </summary>
    internal static Runspace Open(PSHost host)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        state.Commands.Add(HostCommands.Entries());
        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        ProjectFolders.PutOwnModulesLast();
        Runspace.DefaultRunspace = runspace;
        return runspace;
    }

    /// <summary>A pipeline that imports VethLab. Scripts that need no cmdlet of it run even where it cannot be loaded.</summary>
    internal static Pipeline ImportModule(Pipeline empty, ProjectFolders folders)
    {
        var import = new Command("Import-Module");
        import.Parameters.Add("Name", folders.Manifest);
        empty.Commands.Add(import);
        return empty;
    }
}
