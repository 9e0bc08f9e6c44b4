using System.Diagnostics;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>A program and all that it started and that still has it for an ancestor (proc(5), /proc/PID/task/TID/children).</summary>
public static class ProgramTree
{
    /// <summary>
    /// Kills them all. Each is stopped before its children are listed, so that it starts no more, and a child that ends meanwhile keeps its
    /// number, since only a parent that runs can collect it. .NET's own way looks through all processes of the machine, once for each that
    /// it kills, which takes longer than a user's patience with Ctrl+C.
    /// </summary>
    public static void Kill(Process program)
    {
        if (program.HasExited)
            return;
        if (!File.Exists($"/proc/{program.Id}/task/{program.Id}/children"))
        {
            // A kernel without CONFIG_PROC_CHILDREN, or it ended just now.
            program.Kill(entireProcessTree: true);
            return;
        }
        KillDown(program.Id);
    }

    private static void KillDown(int process)
    {
        _ = Libc.Kill(process, Libc.SIGSTOP);
        var children = ChildrenOf(process);
        _ = Libc.Kill(process, Libc.SIGKILL);
        foreach (var child in children)
            KillDown(child);
    }

    private static List<int> ChildrenOf(int process)
    {
        var children = new List<int>();
        try
        {
            foreach (var task in Directory.EnumerateDirectories($"/proc/{process}/task"))
            {
                foreach (var child in File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    children.Add(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        catch (IOException)
        {
            // It ended by itself just now, and its children have another parent.
        }
        return children;
    }
}
