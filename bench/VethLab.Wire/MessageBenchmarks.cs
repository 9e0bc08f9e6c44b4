using BenchmarkDotNet.Attributes;
using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Wire;

/// <summary>Single messages, as labs write and read them.</summary>
public class MessageBenchmarks
{
    private readonly NetlinkWriter writer = new();
    private readonly IPPrefix address = new(WireLab.There, 16);
    private readonly LinkDescription link = new() { Name = "veth01", Index = 3, Group = 7, Queues = 1, MasterIndex = 2, MacAddress = MacAddress.Random() };
    private readonly VethLink kind = new(new LinkDescription { Name = "eth0", Index = 2, Group = 7, Queues = 1, Namespace = WireLab.Current.Beyond });
    private readonly Recorded veth, bridge, rule;

    public MessageBenchmarks()
    {
        var links = new Recorded(WireLab.Current.Socket, RTM_GETLINK, IFINFOMSG_LENGTH);
        veth = links.Only(LinkMessage.Decode, one => one.Name == "veth01");
        bridge = links.Only(LinkMessage.Decode, one => one.Name == "br01");
        rule = WireLab.Current.Rules.Only(NfRule.Decode, one => one.Table == "vethlab");
    }

    [Benchmark(Description = "write a veth pair with its bridge and both ends, into a buffer that is there")]
    public int WriteVeth()
    {
        writer.Reset();
        link.Write(writer);
        kind.Write(writer);
        return writer.Length;
    }

    [Benchmark(Description = "the same as a request of its own, with the words for errors")]
    public int RequestVeth() => LinkClient.CreateRequest(link, kind).Finish(1).Length;

    [Benchmark(Description = "request to add an address")]
    public int RequestAddress() => AddressClient.AddRequest(2, address).Finish(1).Length;

    [Benchmark(Description = "request to add a masquerade rule of nf_tables")]
    public int RequestRule() => WireLab.RuleBatch().Requests[0].Finish(1).Length;

    [Benchmark(Description = "read a veth that is a bridge's port, with all its attributes")]
    public object? ReadVeth() => veth.Decode(LinkMessage.Decode);

    [Benchmark(Description = "read a bridge, with all its attributes")]
    public object? ReadBridge() => bridge.Decode(LinkMessage.Decode);

    [Benchmark(Description = "read a masquerade rule of nf_tables")]
    public object? ReadRule() => rule.Decode(NfRule.Decode);
}
