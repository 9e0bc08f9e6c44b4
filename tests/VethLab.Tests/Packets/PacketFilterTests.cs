using System.Diagnostics;
using System.Globalization;
using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Packets;
using VethLab.Linux.Route;

namespace VethLab.Tests.Packets;

/// <summary>
/// Filters against tcpdump's compiler, frame by frame, and against the kernel's own machine. The frames are those recorded and such as are seldom met.
/// </summary>
public sealed class PacketFilterTests
{
    private const int Snap = 262144;

    private static readonly byte[][] Frames = [.. RecordedFrame.All.Select(frame => frame.Data), .. SeldomFrames.All];

    public static TheoryData<string, string> Equivalents => new()
    {
        { "protocol ICMP", "icmp" },
        { "protocol ARP", "arp" },
        { "protocol TCP", "ip proto 6 or (ip6 and ip6[6] = 6)" },
        { "protocol UDP", "ip proto 17 or (ip6 and ip6[6] = 17)" },
        { "protocol IPv4", "ip" },
        { "protocol IPv6", "ip6" },
        { "protocol IGMP", "igmp" },
        { "protocol 0x0806", "ether proto 0x806" },
        { "protocol IP-17", "ip proto 17 or (ip6 and ip6[6] = 17)" },
        { "protocol STP", "ether[12:2] < 1536 and ether[14:2] = 0x4242" },
        { "host 10.0.0.1", "host 10.0.0.1" },
        { "host 10.0.0.0/30", "net 10.0.0.0/30" },
        { "host 10.0.0.2/31", "net 10.0.0.2/31" },
        { "host 0.0.0.0/0", "ip or arp or rarp" },
        { "host fd00::1", "host fd00::1" },
        { "host fd00::/64", "net fd00::/64" },
        { "host fe80::/10", "net fe80::/10" },
        { "host ff02::1:ff00:0/104", "net ff02::1:ff00:0/104" },
        { "mac 02:00:00:00:00:01", "ether host 02:00:00:00:00:01" },
        { "port 9", "port 9" },
        { "port 4000-5000", "portrange 4000-5000" },
        { "port 0-65535", "portrange 0-65535" },
        { "type 0x86dd", "ether proto 0x86dd" },
        { "echo 1", "icmp and not (icmp[0] = 8 or icmp[0] = 0)" },
        { "echo 1 of 0x10111213", "icmp and (not (icmp[0] = 8 or icmp[0] = 0) or icmp[8:4] = 0x10111213)" },
        { "echo 58", "ip6 proto 58 and not (ip6[40] = 128 or ip6[40] = 129)" },
    };

    [Theory]
    [MemberData(nameof(Equivalents))]
    public void A_test_means_what_tcpdumps_words_mean(string test, string expression)
    {
        var own = new PacketFilter { Groups = [new PacketFilter.Group([Parse(test)], [])] }.Compile(LinkType.Ethernet, Snap);
        var theirs = Tcpdump(expression);
        Compare(own, theirs, Plain, $"{test} is {expression}");
        // The tag that the kernel takes off a frame changes nothing for either.
        var without = new PacketFilter { Groups = [new PacketFilter.Group([], [Parse(test)])] }.Compile(LinkType.Ethernet, Snap);
        var whole = Frames.Where(frame => frame.Length >= 60).ToArray();
        Assert.All(whole, frame => Assert.NotEqual(own.Run(View(frame)) > 0, without.Run(View(frame)) > 0));
    }

    [Theory]
    [MemberData(nameof(Equivalents))]
    public void Libpcap_compiles_what_tcpdump_does(string test, string expression)
    {
        _ = test;
        Assert.Equal(Tcpdump(expression).ToString(), Libpcap.Compile(expression, LinkType.Ethernet, Snap).ToString());
    }

    [Theory]
    [MemberData(nameof(Equivalents))]
    public void The_kernels_machine_lets_the_same_frames_through(string test, string expression)
    {
        var own = new PacketFilter { Groups = [new PacketFilter.Group([Parse(test)], [])] }.Compile(LinkType.Ethernet, Snap);
        foreach (var program in new[] { own, Tcpdump(expression), own.And(Tcpdump("ip or ip6")) })
        {
            using var kernel = new FilterSocket(program);
            Assert.All(Frames, frame => Assert.Equal(kernel.LetsThrough(frame), program.Run(View(frame)) > 0));
        }
    }

    [Theory]
    [InlineData("icmp", "protocol ICMP")]
    [InlineData("udp and port 9", "protocol UDP; port 9")]
    [InlineData("(ip or arp) and host 10.0.0.1 and not icmp", "protocol IPv4, protocol ARP; host 10.0.0.1; not protocol ICMP")]
    [InlineData("(host 10.0.0.1 or host fd00::1) and not (port 9 or port 4000)", "host 10.0.0.1, host fd00::1; not port 9, not port 4000")]
    public void Groups_are_all_to_hold(string expression, string groups)
    {
        var own = new PacketFilter { Groups = [.. groups.Split("; ").Select(Group)] }.Compile(LinkType.Ethernet, Snap);
        var program = own.And(Tcpdump("ip or arp or ip6"));
        Compare(own, Tcpdump(expression), Plain, groups);
        Compare(program, Tcpdump($"({expression}) and (ip or arp or ip6)"), Plain, groups);
    }

    [Fact]
    public void Extension_headers_and_tags_are_passed()
    {
        foreach (var (frame, test, lets) in SeldomFrames.Expectations)
        {
            var own = new PacketFilter { Groups = [new PacketFilter.Group([Parse(test)], [])] }.Compile(LinkType.Ethernet, Snap);
            Assert.True(own.Run(View(frame)) > 0 == lets, $"{test} on {Convert.ToHexString(frame)}");
            using var kernel = new FilterSocket(own);
            Assert.Equal(lets, kernel.LetsThrough(frame));
        }
    }

    [Fact]
    public void What_the_filter_says_of_a_packets_protocol_the_decoder_says_too()
    {
        foreach (var frame in Frames)
        {
            var packet = PacketDecoder.Decode(RecordedFrame.Capture(frame, frame.Length), "x");
            if (packet.Malformed is not null || ProtocolTests.Find(packet.Protocol) is not { } test)
                continue;
            var own = new PacketFilter { Groups = [new PacketFilter.Group([test], [])] }.Compile(LinkType.Ethernet, Snap);
            Assert.True(own.Run(View(frame)) > 0, $"{packet.Protocol}: {packet}");
        }
    }

    [Fact]
    public void A_long_filter_jumps_as_far_as_it_has_to()
    {
        var ports = Enumerable.Range(1, 200).Select(port => FrameTest.Port(port * 7, port * 7)).ToArray();
        var own = new PacketFilter { Groups = [new PacketFilter.Group(ports, []), new PacketFilter.Group([FrameTest.IPProtocol(17)], [])] }.Compile(LinkType.Ethernet, Snap);
        Assert.InRange(own.Instructions.Count, 1000, 4096);
        var theirs = Tcpdump($"udp and ({string.Join(" or ", Enumerable.Range(1, 200).Select(port => $"port {port * 7}"))})");
        Compare(own, theirs, Plain, "200 ports");
        using var kernel = new FilterSocket(own);
        Assert.All(Frames, frame => Assert.Equal(kernel.LetsThrough(frame), own.Run(View(frame)) > 0));
        _ = Assert.Throws<ArgumentException>(() => new PacketFilter
        {
            Groups = [new PacketFilter.Group([.. Enumerable.Repeat(ports, 5).SelectMany(some => some)], [])],
        }.Compile(LinkType.Ethernet, Snap));
    }

    [Fact]
    public void Without_a_link_header_the_kernel_says_what_follows()
    {
        var icmp = new PacketFilter { Groups = [new PacketFilter.Group([FrameTest.IPProtocol(1)], [FrameTest.Mac(new MacAddress([2, 0, 0, 0, 0, 1]))])] };
        var program = icmp.Compile(LinkType.Network, Snap);
        var ping = RecordedFrame.All.First(frame => frame.Fields.ContainsKey("icmp.seq"));
        Assert.True(program.Run(new FrameView(ping.Data.AsSpan(14), ping.Data.Length - 14) { EtherType = 0x800 }) > 0);
        Assert.Equal(0, program.Run(new FrameView(ping.Data.AsSpan(14), ping.Data.Length - 14) { EtherType = 0x86dd }));
    }

    [Fact]
    public void A_wrong_expression_is_refused_in_libpcaps_words()
    {
        var refusal = Assert.Throws<FormatException>(() => Libpcap.Compile("icmp and and", LinkType.Ethernet, Snap));
        Assert.Contains("syntax error", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<FormatException>(() => Libpcap.Compile("host 300.0.0.1", LinkType.Ethernet, Snap));
        Assert.Contains("300.0.0.1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_program_whatever_breaks_the_machine()
    {
        var random = new Random(7);
        for (var round = 0; round < 20000; round++)
        {
            var program = new BpfInstruction[random.Next(1, 30)];
            for (var i = 0; i < program.Length; i++)
                program[i] = new BpfInstruction((ushort)random.Next(256), (byte)random.Next(256), (byte)random.Next(256), random.Next(3) == 0 ? (uint)random.NextInt64(1L << 32) : (uint)random.Next(64));
            _ = new BpfProgram(program).Run(View(Frames[random.Next(Frames.Length)]));
        }
    }

    internal static FrameView View(byte[] frame) => new(frame, frame.Length);

    private static void Compare(BpfProgram own, BpfProgram theirs, IEnumerable<byte[]> frames, string what)
    {
        foreach (var frame in frames)
            Assert.True(own.Run(View(frame)) == theirs.Run(View(frame)), $"{what}: {PacketDecoder.Decode(RecordedFrame.Capture(frame, frame.Length), "x")}");
    }

    private static PacketFilter.Group Group(string text)
    {
        var tests = text.Split(", ");
        return new PacketFilter.Group(
            [.. tests.Where(test => !test.StartsWith("not ", StringComparison.Ordinal)).Select(Parse)],
            [.. tests.Where(test => test.StartsWith("not ", StringComparison.Ordinal)).Select(test => Parse(test[4..]))]);
    }

    private static FrameTest Parse(string test)
    {
        var words = test.Split(' ');
        var (first, second) = words[1].Split('-', '/') is [var one, var two] && words[0] is "port" or "host" ? (words[1].Split('-', '/')[0], words[1].Split('-', '/')[1]) : (words[1], null);
        return words[0] switch
        {
            "protocol" => ProtocolTests.Find(words[1])!,
            "host" => FrameTest.Host(IPAddress.Parse(first), second is null ? (first.Contains(':', StringComparison.Ordinal) ? 128 : 32) : int.Parse(second, CultureInfo.InvariantCulture)),
            "port" => FrameTest.Port(int.Parse(first, CultureInfo.InvariantCulture), int.Parse(second ?? first, CultureInfo.InvariantCulture)),
            "mac" => FrameTest.Mac(new MacAddress(Convert.FromHexString(words[1].Replace(":", string.Empty, StringComparison.Ordinal)))),
            "echo" => FrameTest.OwnEcho(byte.Parse(words[1], CultureInfo.InvariantCulture), words.Length < 4 ? null : uint.Parse(words[3].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
            "vlan" => FrameTest.Vlan(words[1] == "any" ? null : int.Parse(words[1], CultureInfo.InvariantCulture)),
            _ => FrameTest.EtherType(ushort.Parse(words[1].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>Those that both ways of looking see alike: tcpdump passes no extension headers and no tags.</summary>
    private static IEnumerable<byte[]> Plain => Frames.Where(frame => frame.Length >= 42 && !IsTagged(frame) && !HasExtensionHeader(frame));

    private static bool IsTagged(byte[] frame) => frame is [_, _, _, _, _, _, _, _, _, _, _, _, 0x81 or 0x88 or 0x91, 0 or 0xa8, ..];

    private static bool HasExtensionHeader(byte[] frame) => frame.Length > 20 && frame[12] == 0x86 && frame[13] == 0xdd && frame[20] is 0 or 43 or 44 or 51 or 60;

    private static BpfProgram Tcpdump(string expression)
    {
        using var process = Process.Start(new ProcessStartInfo("tcpdump", ["-ddd", "-y", "EN10MB", expression]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        var program = lines.Skip(1).Select(line => line.Split(' ').Select(uint.Parse).ToArray()).Select(n => new BpfInstruction((ushort)n[0], (byte)n[1], (byte)n[2], n[3]));
        return new BpfProgram([.. program]);
    }

    /// <summary>A pair of sockets on whose way the kernel runs a filter.</summary>
    private sealed class FilterSocket : IDisposable
    {
        private readonly FileDescriptor from, to;

        internal FilterSocket(BpfProgram program)
        {
            Span<int> pair = stackalloc int[2];
            unsafe
            {
                fixed (int* first = pair)
                    Assert.Equal(0, SocketPair(1, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK, 0, first));
            }
            (from, to) = (new FileDescriptor(pair[0]), new FileDescriptor(pair[1]));
            program.Attach(to);
        }

        /// <summary>The kernel cuts a datagram to what the filter returns; snap lengths here are longer than any.</summary>
        internal bool LetsThrough(byte[] frame)
        {
            _ = Libc.SendTo(from, frame, 0, []);
            var received = Libc.Receive(to, new byte[65536], Libc.MSG_DONTWAIT);
            Assert.True(received < 0 || received == frame.Length);
            return received > 0;
        }

        public void Dispose()
        {
            from.Dispose();
            to.Dispose();
        }

        [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "socketpair", SetLastError = true)]
        private static extern unsafe int SocketPair(int domain, int type, int protocol, int* pair);
    }
}
