using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route.LinkKinds;

/// <summary>
/// veth(4): a pair of links. The peer's whole description travels inside the one create message: IFLA_INFO_DATA { VETH_INFO_PEER {
/// struct ifinfomsg, attributes } }.
/// </summary>
public sealed record VethLink(LinkDescription Peer) : LinkKind(KindName)
{
    public const string KindName = "veth";

    internal override void WriteData(NetlinkWriter writer)
    {
        using var peer = writer.BeginNested(VETH_INFO_PEER);
        Peer.Write(writer);
    }
}
