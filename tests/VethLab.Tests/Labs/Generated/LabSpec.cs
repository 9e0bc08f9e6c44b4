namespace VethLab.Tests.Labs.Generated;

/// <summary>
/// A lab in numbers, which are taken modulo what there is, so that every part can be left out while shrinking. <see cref="LabBuilder"/> makes a
/// valid description of any.
/// </summary>
internal sealed record LabSpec(
    bool Host, BridgeSpec[] Bridges, SpaceSpec[] Spaces, LinkSpec[] Links, RouteSpec[] Routes, bool Forwarding, int[] HostSysctls, int Uplink, int Masquerade, int[] Reachability, int[] HostCommands, int[] HostFirewall);

/// <summary>A bridge; what it has is told by bits: 1 an IPv4 address, 2 a second one, 4 an IPv6 one.</summary>
internal sealed record BridgeSpec(int Addresses, bool Mac, int? Mtu, bool Stp);

/// <summary>A namespace.</summary>
internal sealed record SpaceSpec(int Loopback, bool Forwarding, int[] Sysctls, int[] Commands, int[] Firewall);

/// <summary>A link: what its ends are in, and what they have.</summary>
internal sealed record LinkSpec(int End, int Peer, int Addresses, int Macs, int? Mtu, bool Named);

/// <summary>A route of a namespace, or of the host: its destination, and whether it says next hop, interface and metric.</summary>
internal sealed record RouteSpec(int Place, int Destination, bool IPv6, bool Interface, int Metric);
