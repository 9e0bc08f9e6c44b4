using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route.LinkKinds;

/// <summary>What is made by a create message besides the common attributes: the kind's name and its settings (IFLA_LINKINFO).</summary>
public abstract record LinkKind(string Name)
{
    internal void Write(NetlinkWriter writer)
    {
        using var info = writer.BeginNested(IFLA_LINKINFO);
        writer.PutString(IFLA_INFO_KIND, Name);
        using var data = writer.BeginNested(IFLA_INFO_DATA);
        WriteData(writer);
    }

    /// <summary>Writes the attributes of IFLA_INFO_DATA.</summary>
    internal virtual void WriteData(NetlinkWriter writer)
    {
    }
}

/// <summary>A kind without settings of its own here, by the name that ip(8) gives it: dummy, ifb …</summary>
public sealed record PlainLink(string Name) : LinkKind(Name);
