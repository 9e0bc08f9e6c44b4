using VethLab.Networks;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>
/// Which interfaces went because their peers were removed by the same command. A pipeline often has both ends of a pair, or the pair from
/// either side; what is asked for has happened then, and is no error.
/// </summary>
internal sealed class RemovedEnds
{
    private readonly HashSet<(ulong Inode, string Name)> names = [];
    private readonly HashSet<(int Index, int PeerIndex)> indexes = [];

    /// <summary>Notes what goes along with an interface. Call before it is removed.</summary>
    internal void Note(NamespaceSession session, string name)
    {
        var link = InterfaceReader.Read(session, name);
        if (link.PeerName is { } peer)
            names.Add((session.Handle.Inode, peer));
        if (link.PeerIndex is { } index)
            indexes.Add((index, link.Index));
    }

    /// <summary>Whether an interface that is not there any more went with its peer.</summary>
    internal bool Contains(InterfaceReference end, NamespaceSession session) => end.Object switch
    {
        NetInterface link => indexes.Contains((link.Index, link.PeerIndex ?? 0)),
        // The pair itself, as the other end sees it, or as it was seen before.
        VethPair pair => indexes.Contains((pair.Interface.Index, pair.Interface.PeerIndex ?? 0)),
        _ => names.Contains((session.Handle.Inode, end.Name)),
    };
}
