using System.Globalization;
using VethLab.Linux.Packets;
using Xunit.Abstractions;

namespace VethLab.Tests.Packets;

/// <summary>
/// Whatever bytes come, the decoder returns a packet, every property and the summary can be read, and it costs little memory. A million inputs,
/// mutated from the corpus; VETHLAB_SEED=… repeats a run, VETHLAB_INPUTS=… makes a longer one.
/// </summary>
public sealed class DecoderFuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 1_000_000;

    // As much as a packet of many DNS records may be in texts; far less than bytes that claim a lot could bring about.
    private const int MostBytes = 256 * 1024;

    private static readonly byte[][] Frames = [.. Corpus.All, .. RecordedFrame.All.Select(frame => frame.Data)];

    [Fact]
    public void A_million_mutations_are_decoded_and_cost_little()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("VETHLAB_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var inputs = int.Parse(Environment.GetEnvironmentVariable("VETHLAB_INPUTS") ?? $"{Inputs}", CultureInfo.InvariantCulture);
        output.WriteLine($"VETHLAB_SEED={seed}");
        var random = new Random(seed);
        var (malformed, nested, costliest) = (0, 0, 0L);
        var reached = new Dictionary<string, int>();
        for (var i = 0; i < inputs; i++)
        {
            var bytes = FrameMutator.Mutate(random, Frames);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var packet = PacketDecoder.Decode(Frame(random, bytes), "va");
                malformed += packet.Malformed is null ? 0 : 1;
                nested += packet.InnerEtherType is null ? 0 : 1;
                Touch(packet);
                var cost = GC.GetAllocatedBytesForCurrentThread() - before;
                costliest = Math.Max(costliest, cost);
                Assert.True(cost < MostBytes, $"{cost} bytes were allocated");
                foreach (var kind in Kinds(packet))
                    reached[kind] = reached.GetValueOrDefault(kind) + 1;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"VETHLAB_SEED={seed}, input {i}: {Convert.ToHexString(bytes)}", failure);
            }
        }
        output.WriteLine($"{inputs} inputs, {malformed} malformed, {nested} with a packet within; the costliest took {costliest} bytes");
        // Proof that mutations reached both sides of the checks.
        Assert.InRange(malformed, inputs / 10, inputs * 9 / 10);
        Assert.True(nested > inputs / 50, $"{nested} had a packet within");
        Assert.All(Decoders, kind => Assert.True(reached.GetValueOrDefault(kind) > inputs / 2000, $"{kind} was read {reached.GetValueOrDefault(kind)} times"));
    }

    /// <summary>What each decoder leaves in a packet that it has read.</summary>
    private static readonly string[] Decoders =
    [
        "ARP", "RARP", "ICMP", "ICMPv6", "TCP", "UDP", "IGMP", "GRE", "IPIP", "ESP", "STP", "LLC", "LLDP", "VLAN", "DNS", "mDNS", "DHCP", "DHCPv6", "VXLAN",
        "neighbour discovery", "multicast listeners", "TCP options", "IPv6 fragment",
    ];

    private static IEnumerable<string> Kinds(NetPacket packet)
    {
        yield return packet.Protocol;
        if (packet.Application is { } application)
            yield return application;
        if (packet.VlanId is not null)
            yield return "VLAN";
        if (packet.NeighborDiscovery is not null)
            yield return "neighbour discovery";
        if (packet.Protocol == "ICMPv6" && packet.Multicast is not null)
            yield return "multicast listeners";
        if (packet.TcpOptionBytes.Length > 0)
            yield return "TCP options";
        if (packet.FlowLabel is not null && packet.FragmentOffset is not null)
            yield return "IPv6 fragment";
    }

    /// <summary>Frames as long as there can be, full of what costs most for its length.</summary>
    [Theory]
    [MemberData(nameof(Extremes))]
    public void The_longest_frames_of_the_worst_kind_cost_little(string kind, byte[] frame)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var packet = PacketDecoder.Decode(RecordedFrame.Capture(frame, frame.Length), "va");
        _ = packet.Summary;
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        // What is decoded does not grow with what a frame claims; the frame's own size comes in, as packets within are copied.
        output.WriteLine($"{kind}: {frame.Length} bytes cost {cost}");
        Assert.InRange(cost, 20 * 1024, 3 * 1024 * 1024);
    }

    public static TheoryData<string, byte[]> Extremes() => new()
    {
        { "tunnels in tunnels", Repeat(Corpus.All.First(f => f.Length == 86 && f[23] == 4)[..14], Endless(Corpus.All.First(f => f.Length == 86 && f[23] == 4)[14..34]), 3000) },
        { "DNS answers", Repeat(ManyAnswers(), [0xc0, 0x0c, 0, 2, 0, 1, 0, 0, 0, 1, 0, 2, 0xc0, 0x0c], 4600) },
        { "group records", Repeat(ManyRecords(), [4, 0, 0, 0, .. new byte[16]], 3200) },
        { "prefixes of a router", Repeat(Advertisement(), [3, 4, 64, 0xc0, .. new byte[28]], 2000) },
        { "name servers of a router", Repeat(Advertisement(), [25, 5, 0, 0, .. new byte[36]], 1600) },
        { "VLAN tags", Repeat([.. new byte[12], 0x81, 0], [0, 1, 0x81, 0], 16000) },
        { "extension headers", Repeat([.. new byte[12], 0x86, 0xdd, 0x60, 0, 0, 0, 0, 0, 0, 64, .. new byte[32]], [60, 0, 1, 4, 0, 0, 0, 0], 8000) },
        { "DHCP options", Repeat(Dhcp(), [6, 4, 10, 0, 0, 1], 10000) },
    };

    /// <summary>A router's advertisement without options, its length zero, which stands for the frame's behind options hop by hop.</summary>
    private static byte[] Advertisement()
    {
        byte[] ip = [0x60, 0, 0, 0, 0, 0, 0, 255, .. new byte[32]];
        return [.. new byte[12], 0x86, 0xdd, .. ip, 58, 0, 1, 4, 0, 0, 0, 0, 134, 0, 0, 0, 64, 0, 7, 8, .. new byte[8]];
    }

    /// <summary>A request of DHCP without options, IP's and UDP's lengths zero, which stand for the frame's.</summary>
    private static byte[] Dhcp()
    {
        byte[] ip = [0x45, 0, 0, 0, 0, 1, 0, 0, 64, 17, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255];
        return [.. new byte[12], 8, 0, .. ip, 0, 68, 0, 67, 0, 0, 0, 0, 1, 1, 6, 0, .. new byte[232], 0x63, 0x82, 0x53, 0x63];
    }

    /// <summary>Their length is zero, which stands for the frame's.</summary>
    private static byte[] Endless(byte[] ip)
    {
        (ip[2], ip[3]) = (0, 0);
        return ip;
    }

    /// <summary>A response that says it has 65535 answers, to a question for the longest name there can be.</summary>
    private static byte[] ManyAnswers()
    {
        var frame = Corpus.Load("broken")[2][..54];
        Endless(frame[14..34]).CopyTo(frame, 14);
        (frame[38], frame[39], frame[46], frame[47]) = (0, 0, 0, 1);
        Assert.Equal((53, 65535), (frame[35], (frame[48] << 8) | frame[49]));
        var name = Enumerable.Repeat((byte[])[62, .. Enumerable.Repeat((byte)'a', 62)], 4).SelectMany(label => label);
        return [.. frame, .. name, 0, 0, 1, 0, 1];
    }

    /// <summary>A listener report that says it has 65535 records; a length of zero before options hop by hop stands for the frame's.</summary>
    private static byte[] ManyRecords()
    {
        var frame = Corpus.Load("crafted").First(f => f.Length == 126 && f[20] == 0)[..70];
        (frame[18], frame[19], frame[68], frame[69]) = (0, 0, 0xff, 0xff);
        return frame;
    }

    private static byte[] Repeat(byte[] head, byte[] piece, int count) => [.. head, .. Enumerable.Repeat(piece, count).SelectMany(bytes => bytes)];

    private static CapturedFrame Frame(Random random, byte[] bytes)
    {
        var isNetwork = bytes.Length > 14 && random.Next(8) == 0;
        ReadOnlySpan<ushort> types = [0x0800, 0x86dd, 0x0806, 0x88cc];
        return RecordedFrame.Capture(
            isNetwork ? bytes[14..] : bytes, bytes.Length + (random.Next(4) == 0 ? random.Next(2000) : 0),
            isNetwork ? LinkType.Network : LinkType.Ethernet, types[random.Next(types.Length)]);
    }

    /// <summary>Reads all that a user could.</summary>
    private static void Touch(NetPacket packet)
    {
        Assert.NotEmpty(packet.Summary);
        Assert.True(packet.PayloadLength is null or >= 0, packet.Summary);
        _ = (packet.SourceMac, packet.DestinationMac, packet.SourceAddress, packet.DestinationAddress, packet.NeighborTarget, packet.RedirectTarget);
        _ = (packet.ArpSenderMac, packet.ArpTargetMac, packet.ArpSenderAddress, packet.TcpOptions?.ToString(), packet.Dns?.ToString());
        _ = (packet.Dhcp?.ToString(), packet.DhcpV6?.ToString(), packet.Multicast?.ToString(), packet.NeighborDiscovery?.ToString(), packet.SpanningTree?.ToString());
        if (packet.Inner is { } inner)
            Assert.NotEmpty(inner.Summary);
    }
}
