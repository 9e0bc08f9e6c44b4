using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;

namespace VethLab.Networks.Paths.Walking;

/// <summary>An interface in its namespace. Equal to another that is the same interface.</summary>
internal sealed record PathEnd(PathSpace Space, LinkMessage Link)
{
    internal string Name => Link.Name;

    internal bool IsVeth => Link.Kind == VethLink.KindName;

    internal bool IsBridge => Link.Kind == BridgeLink.KindName;

    internal bool IsLoopback => Link.Flags.HasFlag(LinkFlags.Loopback);

    internal bool HasCarrier => Link.Flags.HasFlag(LinkFlags.LowerUp);

    /// <summary>Whether it neither asks for neighbours nor answers who asks.</summary>
    internal bool IsWithoutArp => Link.Flags.HasFlag(LinkFlags.NoArp);

    /// <summary>The bridge that it is a port of; null: none.</summary>
    internal PathEnd? Bridge =>
        Link.MasterIndex != 0 && Space.Link(Link.MasterIndex) is { Kind: BridgeLink.KindName } master ? new PathEnd(Space, master) : null;

    /// <summary>The ports of a bridge.</summary>
    internal IEnumerable<PathEnd> Ports => Space.Links.Where(link => link.MasterIndex == Link.Index).Select(link => new PathEnd(Space, link));

    /// <summary>Its addresses of a family that can be used by others: not of IPv6's link alone.</summary>
    internal IEnumerable<AddressMessage> AddressesOf(AddressFamily family) => Space.AddressesOf(family).Where(address => address.InterfaceIndex == Link.Index);

    public bool Equals(PathEnd? other) => other is not null && ReferenceEquals(Space, other.Space) && Link.Index == other.Link.Index;

    public override int GetHashCode() => HashCode.Combine(Space.Session.Handle.Inode, Link.Index);

    /// <summary>For evidence: "veth01 in namespace ns01".</summary>
    public override string ToString() => $"{Name} in {Space.Description}";
}
