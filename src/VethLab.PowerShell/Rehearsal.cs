using System.Management.Automation;
using VethLab.Networks.Labs.Description;
using VethLab.PowerShell.Commands;

namespace VethLab.PowerShell;

/// <summary>
/// A process's first New-VethLab takes twice as long as the next, for what the runtime loads and compiles on the way. Part of that is done here beforehand, on another
/// processor, while the engine still imports the module and reads its user's first line: a lab is described and thrown away. The kernel is not asked.
/// </summary>
internal static class Rehearsal
{
    private static int begun;

    /// <summary>Once in a process, where there is another processor. To be called at home, since the thread is born where the caller is.</summary>
    internal static void Start()
    {
        if (Environment.ProcessorCount > 1 && Interlocked.Exchange(ref begun, 1) == 0)
            new Thread(Run) { IsBackground = true, Name = "VethLab rehearsal" }.Start();
    }

    private static void Run()
    {
        try
        {
            var lab = LabDocument.Read(StarDocument.Of(["192.0.2.0/24"], 2, "ns"), name: "rehearsal").Description!;
            _ = lab.Links[0].End.IPAddress[0].ToString();
            _ = new CommandMetadata(typeof(RemoveVethLabCommand));
        }
        catch (Exception)
        {
            // Who does it in earnest is told.
        }
    }
}
