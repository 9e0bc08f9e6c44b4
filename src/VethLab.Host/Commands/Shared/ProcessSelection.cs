using System.Diagnostics;
using System.Management.Automation;

namespace VethLab.Host.Commands;

/// <summary>Finds the processes that Get-Process, Stop-Process and Wait-Process are told about, with pwsh's errors.</summary>
internal static class ProcessSelection
{
    /// <summary>By name, wildcards allowed; a name that matches nothing is an error unless it has wildcards.</summary>
    internal static IEnumerable<Process> ByName(PSCmdlet command, IEnumerable<string> names)
    {
        var all = Process.GetProcesses().OrderBy(process => process.ProcessName, StringComparer.OrdinalIgnoreCase).ThenBy(process => process.Id).ToArray();
        foreach (var name in names)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = all.Where(process => pattern.IsMatch(process.ProcessName)).ToArray();
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                NotFound(command, $"Cannot find a process with the name \"{name}\". Verify the process name and call the cmdlet again.",
                    "NoProcessFoundForGivenName", name);
            foreach (var process in found)
                yield return process;
        }
    }

    internal static IEnumerable<Process> ById(PSCmdlet command, IEnumerable<int> ids)
    {
        foreach (var id in ids)
        {
            Process? found = null;
            try
            {
                found = Process.GetProcessById(id);
            }
            catch (ArgumentException)
            {
                NotFound(command, $"Cannot find a process with the process identifier {id}.", "NoProcessFoundForGivenId", id);
            }
            if (found is not null)
                yield return found;
        }
    }

    private static void NotFound(PSCmdlet command, string message, string id, object target) =>
        command.WriteError(new ErrorRecord(new ItemNotFoundException(message), id, ErrorCategory.ObjectNotFound, target));
}
