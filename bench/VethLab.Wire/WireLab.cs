using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Wire;

/// <summary>
/// What the kernel is asked for: a namespace with a bridge and a pair as labs have them, and lists of some size. It has no name and ends with the process.
/// </summary>
internal sealed class WireLab
{
    private const int Pairs = 100, Entries = 500;

    internal static readonly IPAddress Here = IPAddress.Parse("10.88.0.1"), There = IPAddress.Parse("10.88.0.2");

    private readonly NetlinkSocket netfilter;

    private WireLab()
    {
        Socket = NetlinkSocket.OpenRoute(Space);
        netfilter = NetlinkSocket.OpenNetfilter(Space);
        var links = new LinkClient(Socket);
        links.Create(new LinkDescription { Name = "br01", Group = 7, MacAddress = MacAddress.Random() }, new BridgeLink());
        var bridge = links.Find("br01")!.Index;
        links.Create(
            new LinkDescription { Name = "veth01", Group = 7, Queues = 1, MasterIndex = bridge },
            new VethLink(new LinkDescription { Name = "eth0", Group = 7, Queues = 1, Namespace = Beyond }));
        for (var i = 0; i < Pairs; i++)
            links.Create(new LinkDescription { Name = $"a{i}", Queues = 1 }, new VethLink(new LinkDescription { Name = $"b{i}", Queues = 1 }));
        var port = links.Find("veth01")!.Index;
        using var beyond = NetlinkSocket.OpenRoute(Beyond);
        var end = new LinkClient(beyond).Find("eth0")!.Index;
        new AddressClient(Socket).Add(bridge, new IPPrefix(Here, 16));
        new AddressClient(beyond).Add(end, new IPPrefix(There, 16));
        links.Change(port, new LinkDescription { Alias = "vethlab:wire", Up = true });
        links.Change(bridge, new LinkDescription { Alias = "vethlab:wire", Up = true });
        new LinkClient(beyond).Change(end, new LinkDescription { Up = true });
        AddEntries(bridge, port);
        AddRule();
    }

    /// <summary>Made when it is first asked for.</summary>
    internal static WireLab Current { get; } = new();

    /// <summary>The namespace with the bridge.</summary>
    internal NamespaceHandle Space { get; } = NamespaceDoor.Create();

    /// <summary>The namespace with eth0, the other end of the bridge's port.</summary>
    internal NamespaceHandle Beyond { get; } = NamespaceDoor.Create();

    /// <summary>In <see cref="Space"/>.</summary>
    internal NetlinkSocket Socket { get; }

    internal Recorded Rules => new(netfilter, NfTablesConstants.NFT_MSG_GETRULE, NFGENMSG_LENGTH);

    private const int NFGENMSG_LENGTH = 4;

    /// <summary>What a masquerade of VethLab writes for a subnet behind a bridge.</summary>
    internal static NfBatch RuleBatch() => new NfBatch().AddRule(
        NfFamily.IPv4, "vethlab", "postrouting",
        [.. Match.SourceNetwork(Here, 16), .. Match.OutInterface("br01", negated: true), new CounterExpression(), new MasqueradeExpression()], "10.88.0.0/16 br01");

    /// <summary>Some hundred of each kind and family. Neighbours that stay do not count for the machine's limit.</summary>
    private void AddEntries(int bridge, int port)
    {
        var (addresses, routes, neighbours) = (new AddressClient(Socket), new RouteClient(Socket), new NeighborClient(Socket));
        for (var i = 0; i < Entries; i++)
        {
            var mac = MacAddress.Random();
            var four = new IPPrefix(new IPAddress([10, 99, (byte)(i >> 8), (byte)i]), 32);
            var six = new IPPrefix(new IPAddress([0xfd, 0x99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(i >> 8), (byte)i]), 128);
            addresses.Add(bridge, four);
            addresses.Add(bridge, six, AddressFlags.NoDuplicateDetection);
            routes.Add(new RouteMessage { Destination = new IPPrefix(new IPAddress([10, 100, (byte)(i >> 8), (byte)i]), 32), Gateway = There });
            routes.Add(new RouteMessage { Destination = new IPPrefix(new IPAddress([0xfd, 0x98, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(i >> 8), (byte)i]), 128), InterfaceIndex = bridge });
            neighbours.Add(bridge, new IPAddress([10, 88, (byte)((i >> 8) + 1), (byte)i]), mac);
            neighbours.Add(bridge, new IPAddress([0xfd, 0x97, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(i >> 8), (byte)i]), mac);
            AddForwarding(port, mac);
        }
    }

    /// <summary>As bridge(8) does: fdb add MAC dev PORT master static.</summary>
    private void AddForwarding(int port, MacAddress mac)
    {
        var request = new NetlinkRequest("add forwarding entry", RTM_NEWNEIGH, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL);
        var header = request.Body.Append(NDMSG_LENGTH);
        header[0] = Libc.AF_BRIDGE;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], port);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], (ushort)NeighborState.NoArp);
        header[10] = (byte)NeighborFlags.Master;
        mac.Write(request.Body, NDA_LLADDR);
        Socket.Execute(request);
    }

    private void AddRule()
    {
        var client = new NfTablesClient(netfilter);
        client.Commit(new NfBatch().AddTable(NfFamily.IPv4, "vethlab").AddChain(NfFamily.IPv4, "vethlab", "postrouting", new NfBaseChain("nat", NfHook.Postrouting, 100)));
        client.Commit(RuleBatch());
    }
}
