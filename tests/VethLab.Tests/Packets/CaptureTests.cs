using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Rings of packets on real links.</summary>
[Collection(PacketKernelTests.Name)]
public sealed partial class CaptureTests
{
    [Fact]
    public void One_ping_is_two_ARP_packets_and_two_echo_packets_in_order()
    {
        using var lab = PacketLab.QuietPair();
        lab.Run("left", "ip", "neighbour", "flush", "all");
        using var left = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"]);
        using var right = PacketRing.Open(lab.IndexOf("right", "vr"), lab["right"]);
        var result = Assert.Single(EchoTests.Ping(lab, EchoTests.Patient, "10.0.0.2"));
        Assert.Equal(EchoStatus.Success, result.Status);

        var sent = ReceiveAll(left, "vl");
        var received = ReceiveAll(right, "vr");
        Assert.Equal(
            [
                "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28",
                $"ARP, Reply 10.0.0.2 is-at {lab.MacOf("right", "vr")}, length 28",
                "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, seq 1, length 64",
                "IP 10.0.0.2 > 10.0.0.1: ICMP echo reply, seq 1, length 64",
            ],
            sent.Select(packet => Ids().Replace(packet.Summary, string.Empty)));
        Assert.Equal(sent.Select(packet => packet.Summary), received.Select(packet => packet.Summary));
        Assert.Equal(
            [PacketDirection.Outgoing, PacketDirection.Incoming, PacketDirection.Outgoing, PacketDirection.Incoming],
            sent.Select(packet => packet.Direction));
        Assert.Equal(
            [PacketDirection.Broadcast, PacketDirection.Outgoing, PacketDirection.Incoming, PacketDirection.Outgoing],
            received.Select(packet => packet.Direction));
        Assert.Equal(sent.Select(packet => packet.TimestampNanoseconds).Order(), sent.Select(packet => packet.TimestampNanoseconds));
        Assert.All(sent, packet => Assert.InRange(packet.Time, result.SentAt.AddSeconds(-1), DateTimeOffset.UtcNow));
        Assert.Equal(
            (lab.MacOf("left", "vl"), lab.MacOf("right", "vr"), 98),
            (sent[2].SourceMac.ToString(), sent[2].DestinationMac.ToString(), sent[2].Length));
        // The request was on the wire after it was sent and before the answer.
        Assert.InRange(sent[2].Time, result.SentAt, sent[3].Time);
        Assert.InRange(sent[3].Time, sent[2].Time, result.SentAt + result.RoundTripTime!.Value + TimeSpan.FromMilliseconds(1));
        Assert.Equal(new PacketStatistics(4, 0), left.ReadStatistics());
    }

    [Fact]
    public void Time_stamps_are_the_kernels_from_the_first_packet()
    {
        using var lab = PacketLab.QuietPair();
        var index = lab.IndexOf("left", "vl");
        for (var i = 0; i < 20; i++)
        {
            // No other socket wants time stamps now, so the kernel has to begin with them.
            using var capture = PacketRing.Open(index, lab["left"]);
            var result = Assert.Single(EchoTests.Ping(lab, EchoTests.Patient, "10.0.0.2"));
            Thread.Sleep(20);
            var times = ReceiveAll(capture, "vl").Where(packet => packet.Protocol == "ICMP").Select(packet => packet.Time).ToArray();
            // Taken when they were read, they would be later.
            Assert.Equal(2, times.Length);
            Assert.All(times, time => Assert.InRange(time, result.SentAt, result.SentAt.AddMilliseconds(15)));
        }
    }

    [Fact]
    public void IPv6_is_seen_with_its_neighbour_discovery()
    {
        using var lab = PacketLab.Pair();
        using var left = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"]);
        Assert.Equal(EchoStatus.Success, Assert.Single(EchoTests.Ping(lab, EchoTests.Patient, "fd00::2")).Status);
        var packets = ReceiveAll(left, "vl").Where(packet => packet.IcmpType is 128 or 129 or 135 or 136).Take(4).ToArray();
        Assert.Equal([135, 136, 128, 129], packets.Select(packet => packet.IcmpType!.Value));
        Assert.Equal(IPAddress.Parse("fd00::2"), packets[0].NeighborTarget);
        Assert.All(packets[2..], packet => Assert.Equal((64, 1), (packet.TimeToLive, packet.IcmpSequence)));
    }

    [Fact]
    public void Only_the_interfaces_own_packets_are_seen_from_the_first_moment()
    {
        using var lab = PacketLab.Routed();
        using var flood = lab.Start("left", "ping", "-q", "-i", "0.002", "-w", "20", "10.0.0.2");
        var index = lab.IndexOf("middle", "wm");
        for (var i = 0; i < 50; i++)
        {
            using var other = PacketRing.Open(index, lab["middle"]);
            Assert.DoesNotContain(ReceiveAll(other, "wm"), packet => packet.Protocol == "ICMP");
        }
        Assert.False(flood.HasExited);
        flood.Kill();
        flood.WaitForExit();
    }

    [Fact]
    public void Loopback_packets_are_seen_once()
    {
        using var lab = new PacketLab("left");
        using var capture = PacketRing.Open(1, lab["left"]);
        Assert.Equal(LinkType.Ethernet, capture.LinkType);
        _ = EchoTests.Ping(lab, EchoTests.Patient, "127.0.0.1");
        Assert.Equal([8, 0], ReceiveAll(capture, "lo").Select(packet => packet.IcmpType!.Value));
    }

    [Fact]
    public void A_link_without_Ethernet_header_shows_its_IP_packets()
    {
        using var lab = new PacketLab("left");
        using var tunnel = OpenTunnel(lab, "left", "tun7");
        lab.Run("left", "ip", "address", "add", "10.7.0.1/24", "dev", "tun7");
        lab.Run("left", "ip", "address", "add", "fd07::1/64", "dev", "tun7", "nodad");
        lab.Run("left", "ip", "link", "set", "tun7", "up");
        using var capture = PacketRing.Open(lab.IndexOf("left", "tun7"), lab["left"]);
        Assert.Equal((LinkType.Network, 65534), (capture.LinkType, capture.HardwareType));
        _ = EchoTests.Ping(lab, new EchoOptions { Timeout = TimeSpan.FromMilliseconds(50) }, "10.7.0.2", "fd07::2");
        var packets = ReceiveAll(capture, "tun7").Where(packet => packet.IcmpType is 8 or 128).ToArray();
        Assert.Equal(
            ["IP 10.7.0.1 > 10.7.0.2: ICMP echo request, seq 1, length 64", "IP6 fd07::1 > fd07::2: ICMP6, echo request, seq 1, length 64"],
            packets.Select(packet => Ids().Replace(packet.Summary, string.Empty)));
        Assert.Equal([84, 104], packets.Select(packet => packet.Length));
        Assert.All(packets, packet => Assert.Equal((null, PacketDirection.Outgoing), (packet.SourceMac, packet.Direction)));
    }

    [Fact]
    public void A_VLAN_tag_is_put_back_where_it_was()
    {
        using var lab = PacketLab.QuietPair();
        var tagged = RecordedFrame.All.Where(frame => frame.Fields.ContainsKey("vlan.id")).ToArray();
        using var capture = PacketRing.Open(lab.IndexOf("right", "vr"), lab["right"], new PacketRingOptions { Promiscuous = true });
        foreach (var frame in tagged)
            Send(lab, "left", "vl", frame.Data);
        var frames = ReceiveFrames(capture);
        Assert.Equal(tagged.Select(frame => Convert.ToHexString(frame.Data)), frames.Select(frame => Convert.ToHexString(frame.Data)));
        Assert.Equal(tagged.Select(frame => frame.Data.Length), frames.Select(frame => frame.OriginalLength));
        Assert.Equal(tagged.Select(frame => frame.Decode().Summary), frames.Select(frame => PacketDecoder.Decode(frame, "vr").Summary));
        Assert.All(frames, frame => Assert.Equal(PacketDirection.OtherHost, frame.Direction));
    }

    [Fact]
    public void Promiscuous_mode_lasts_as_long_as_the_socket()
    {
        using var lab = PacketLab.Pair();
        Assert.DoesNotContain("promiscuity 1", lab.Run("left", "ip", "-d", "link", "show", "dev", "vl"));
        using (PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"], new PacketRingOptions { Promiscuous = true }))
            Assert.Contains("promiscuity 1", lab.Run("left", "ip", "-d", "link", "show", "dev", "vl"));
        Assert.DoesNotContain("promiscuity 1", lab.Run("left", "ip", "-d", "link", "show", "dev", "vl"));
    }

    [Fact]
    public void The_snap_length_cuts_the_bytes_and_not_the_length()
    {
        using var lab = PacketLab.QuietPair();
        using var capture = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"], new PacketRingOptions { SnapLength = 42 });
        _ = EchoTests.Ping(lab, EchoTests.Patient with { PayloadSize = 1000 }, "10.0.0.2");
        var request = ReceiveAll(capture, "vl").Single(packet => packet.IcmpType == 8);
        Assert.Equal((42, 1042, 1000, 1), (request.Data.Length, request.Length, request.PayloadLength, request.IcmpSequence));
    }

    [Fact]
    public void A_checksum_left_to_the_offload_is_marked()
    {
        using var lab = PacketLab.QuietPair();
        using var capture = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"]);
        var discard = InternetSocketAddress.Write(IPAddress.Parse("10.0.0.2"), new byte[InternetSocketAddress.MaximumLength]).ToArray();
        discard[3] = 9;
        lab.Send("left", Libc.AF_INET, Libc.SOCK_DGRAM, discard, "x"u8);
        _ = EchoTests.Ping(lab, EchoTests.Patient, "10.0.0.2");
        var packets = ReceiveAll(capture, "vl");
        Assert.True(packets.Single(packet => packet.Protocol == "UDP").ChecksumPending);
        Assert.All(packets.Where(packet => packet.Protocol == "ICMP"), packet => Assert.False(packet.ChecksumPending));
    }

    [Fact]
    public void Packets_lost_for_lack_of_room_are_counted()
    {
        using var lab = PacketLab.QuietPair();
        // Four blocks of 128 KiB, which are not handed over before they are full: room for some 300 frames of 1,442 bytes.
        var options = new PacketRingOptions { BufferBytes = 8192, BlockTimeout = TimeSpan.FromSeconds(10) };
        using var capture = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"], options);
        Assert.Equal(512 * 1024, capture.BufferBytes);
        _ = EchoTests.Ping(lab, EchoTests.Patient with { Count = 500, Interval = TimeSpan.Zero, PayloadSize = 1400 }, "10.0.0.2");
        var statistics = capture.ReadStatistics();
        var received = ReceiveFrames(capture).Count;
        Assert.InRange(received, 200, 400);
        Assert.Equal((ulong)received, statistics.Received - statistics.Dropped);
        Assert.True(statistics.Received >= 1000, $"{statistics}");
        // The counts stay, though reading them sets the kernel's to zero.
        Assert.Equal(statistics, capture.ReadStatistics());
    }

    [Fact]
    public void A_wait_ends_in_time_or_by_its_signal()
    {
        using var lab = PacketLab.QuietPair();
        using var capture = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"]);
        using var stop = new StopSignal();
        _ = ReceiveFrames(capture);
        var watch = Stopwatch.StartNew();
        Assert.Null(capture.Receive(TimeSpan.FromMilliseconds(200), stop));
        Assert.InRange(watch.ElapsedMilliseconds, 195, 5000);

        var stopper = new Thread(() =>
        {
            Thread.Sleep(200);
            watch.Restart();
            stop.Set();
        });
        stopper.Start();
        Assert.Null(capture.Receive(Timeout.InfiniteTimeSpan, stop));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 5000);
        stopper.Join();
        // Once set, not even a frame that waits is returned.
        _ = EchoTests.Ping(lab, EchoTests.Patient, "10.0.0.2");
        Assert.Null(capture.Receive(TimeSpan.FromSeconds(1), stop));
        capture.Settle();
        Assert.NotNull(capture.Receive(TimeSpan.Zero));
    }

    [Fact]
    public void An_interface_may_go_down_and_up_but_not_away()
    {
        using var lab = PacketLab.Pair();
        using var capture = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"]);
        lab.Run("left", "ip", "link", "set", "vl", "down");
        _ = ReceiveFrames(capture);
        lab.Run("left", "ip", "link", "set", "vl", "up");
        Assert.Equal(EchoStatus.Success, Assert.Single(EchoTests.Ping(lab, EchoTests.Patient, "10.0.0.2")).Status);
        Assert.Contains(ReceiveAll(capture, "vl"), packet => packet.IcmpType == 0);
        lab.Run("left", "ip", "link", "delete", "vl");
        var gone = Assert.Throws<LinuxException>(() => ReceiveFrames(capture));
        Assert.Equal(Errno.ENODEV, gone.Errno);
    }

    [Fact]
    public void An_interface_that_is_not_there_is_refused()
    {
        using var lab = new PacketLab("left");
        Assert.Equal(Errno.ENODEV, Assert.Throws<LinuxException>(() => PacketRing.Open(4711, lab["left"])).Errno);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => PacketRing.Open(0, lab["left"]));
    }

    [Fact]
    public void Tcpdump_beside_it_sees_the_same_packets_at_the_same_time()
    {
        using var lab = PacketLab.QuietPair();
        using var tcpdump = lab.Start(
            "left", "tcpdump", "-i", "vl", "-nn", "-S", "-tt", "--nano", "-l", "-c", "20", "icmp or arp");
        while (tcpdump.StandardError.ReadLine() is { } line && !line.StartsWith("listening", StringComparison.Ordinal))
            continue;
        using var capture = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"]);
        _ = EchoTests.Ping(lab, EchoTests.Patient with { Count = 9, Interval = TimeSpan.FromMilliseconds(5) }, "10.0.0.2");
        var expected = tcpdump.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        tcpdump.WaitForExit();
        var packets = ReceiveAll(capture, "vl").Where(packet => packet.Protocol is "ARP" or "ICMP").Take(20).ToArray();
        Assert.Equal(20, expected.Length);
        // Each socket takes its own time stamp where the frame is stamped on the way out; they are microseconds apart.
        Assert.Equal(
            expected.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]),
            packets.Select(packet => packet.Summary));
        Assert.All(expected.Zip(packets), pair => Assert.InRange(
            pair.Second.TimestampNanoseconds - Nanoseconds(pair.First.Split(' ')[0]), -2_000_000, 2_000_000));
    }

    internal static List<NetPacket> ReceiveAll(PacketRing capture, string name) =>
        ReceiveFrames(capture).ConvertAll(frame => PacketDecoder.Decode(frame, name));

    private static List<CapturedFrame> ReceiveFrames(PacketRing capture)
    {
        var frames = new List<CapturedFrame>();
        while (true)
        {
            capture.Settle();
            if (capture.Receive(TimeSpan.Zero) is not { } frame)
                return frames;
            frames.Add(frame);
        }
    }

    private static void Send(PacketLab lab, string name, string link, byte[] frame)
    {
        var address = new byte[LinkLayerSocketAddress.Length];
        LinkLayerSocketAddress.Write(address, lab.IndexOf(name, link), 0);
        lab.Send(name, Libc.AF_PACKET, Libc.SOCK_RAW, address, frame);
    }

    /// <summary>A tun device, which has no link header; it is up as long as it is held open.</summary>
    internal static FileDescriptor OpenTunnel(PacketLab lab, string name, string device)
    {
        const nuint TUNSETIFF = 0x400454ca;
        const short IFF_TUN = 1;
        const short IFF_NO_PI = 0x1000;
        if (!File.Exists("/dev/net/tun"))
            _ = lab.Run(name, "sh", "-c", "mkdir -p /dev/net && mknod /dev/net/tun c 10 200");
        var tunnel = NamespaceDoor.OpenFile(lab[name], "/dev/net/tun", Libc.O_RDWR);
        // struct ifreq: the name, 16 bytes, then the flags.
        var request = new byte[40];
        System.Text.Encoding.ASCII.GetBytes(device, request);
        BinaryPrimitives.WriteInt16LittleEndian(request.AsSpan(16), IFF_TUN | IFF_NO_PI);
        unsafe
        {
            fixed (byte* pointer = request)
                Assert.Equal(0, Libc.Ioctl(tunnel, TUNSETIFF, (nint)pointer));
        }
        return tunnel;
    }

    private static long Nanoseconds(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000);

    [GeneratedRegex(@" id \d+,")]
    private static partial Regex Ids();
}
