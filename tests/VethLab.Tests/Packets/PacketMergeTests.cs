using System.Diagnostics;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Rings of several real links, merged: all frames, each once, in the order of time, and nobody waits for a link that is quiet.</summary>
[Collection(PacketKernelTests.Name)]
public sealed class PacketMergeTests
{
    /// <summary>An EtherType for experiments.</summary>
    private const ushort Ours = 0x88b5;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    /// <summary>So long that only blocks that are full are handed over during a test.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    private sealed class Sink : IFrameSink
    {
        internal List<(int Link, long Time, byte[] Data)> Frames { get; } = [];

        public void Take(in FrameView frame, int link) => Frames.Add((link, frame.TimestampNanoseconds, frame.Bytes.ToArray()));

        public void Pause()
        {
        }
    }

    [Fact]
    public void Frames_of_four_links_come_each_once_in_the_order_of_time()
    {
        using var lab = PacketLab.Routed();
        _ = lab.Run("left", "ping", "-c", "1", "-W", "2", "10.0.1.3");
        using var rings = new Rings(lab, Short, ("left", "vl"), ("middle", "vm"), ("middle", "wm"), ("right", "wr"));
        using var flood = lab.Start("left", "ping", "-q", "-f", "-c", "3000", "10.0.1.3");
        var sink = new Sink();
        while (!flood.HasExited)
        {
            _ = rings.Merge.Drain(sink);
            rings.Merge.Wait(TimeSpan.FromMilliseconds(50));
        }
        Assert.True(sink.Frames.Count > 20_000, $"{sink.Frames.Count} frames came while it went on");
        rings.Finish(sink);
        Assert.Equal(sink.Frames.Select(frame => frame.Time).Order(), sink.Frames.Select(frame => frame.Time));
        for (var link = 0; link < 4; link++)
        {
            var statistics = rings[link].ReadStatistics();
            Assert.Equal(0u, statistics.Dropped);
            Assert.Equal((ulong)sink.Frames.Count(frame => frame.Link == link), statistics.Received);
            Assert.Equal(6000u, statistics.Received);
        }
        // A request is seen on all four in the order of its way.
        foreach (var request in sink.Frames.Where(frame => frame.Data.Length == 98 && frame.Data[34] == 8).GroupBy(frame => (frame.Data[40] << 8) | frame.Data[41]))
            Assert.Equal([0, 1, 2, 3], request.Select(frame => frame.Link));
    }

    [Fact]
    public void Nobody_waits_for_a_quiet_link()
    {
        using var lab = PacketLab.Routed();
        // With these blocks, waiting for the quiet links would take seconds.
        using var rings = new Rings(lab, Long, ("middle", "wm"), ("left", "vl"), ("right", "wr"));
        var clock = Stopwatch.StartNew();
        Send(lab, 1000, 1000, from: 0);
        var sink = new Sink();
        while (sink.Frames.Count < 800 && clock.Elapsed < TimeSpan.FromSeconds(1.5))
        {
            _ = rings.Merge.Drain(sink);
            Thread.Sleep(1);
        }
        // All but those in a block that is not full.
        Assert.InRange(sink.Frames.Count, 800, 1000);
        Assert.All(sink.Frames, frame => Assert.Equal(1, frame.Link));
    }

    [Fact]
    public void What_the_kernel_still_holds_back_of_one_link_is_waited_for()
    {
        using var lab = PacketLab.Routed();
        using var rings = new Rings(lab, Long, ("left", "vl"), ("right", "wr"));
        var sink = new Sink();
        Assert.Equal(0, rings.Merge.Drain(sink));
        // One frame on the second link, in a block that is not handed over yet; then many on the first.
        Send(lab, "right", "wr", Frame(77, 100));
        Send(lab, 1000, 1000, from: 0);
        Assert.Equal(0, rings.Merge.Drain(sink));
        rings.Finish(sink);
        Assert.Equal(1001, sink.Frames.Count);
        Assert.Equal((1, 77), (sink.Frames[0].Link, Number(sink.Frames[0].Data)));
        Assert.Equal(Enumerable.Range(0, 1000), sink.Frames.Skip(1).Select(frame => Number(frame.Data)));
    }

    [Fact]
    public void Equal_time_stamps_keep_the_order_of_the_links()
    {
        using var lab = PacketLab.QuietPair();
        // As long as any socket wants time stamps, what an interface receives is stamped once, for all who capture there.
        using var stamped = NamespaceDoor.OpenSocket(lab["right"], Libc.AF_INET, Libc.SOCK_DGRAM, 0);
        Assert.Equal(0, Libc.SetSocketOption(stamped, Libc.SOL_SOCKET, Libc.SO_TIMESTAMPNS, 1));
        Thread.Sleep(100);
        using var rings = new Rings(lab, Short, ("right", "vr"), ("right", "vr"), ("right", "vr"));
        Send(lab, 500, 100, from: 0);
        var sink = new Sink();
        rings.Finish(sink);
        Assert.Equal(1500, sink.Frames.Count);
        foreach (var (number, same) in Enumerable.Range(0, 500).Zip(sink.Frames.Chunk(3)))
        {
            Assert.All(same, frame => Assert.Equal((number, same[0].Time), (Number(frame.Data), frame.Time)));
            Assert.Equal([0, 1, 2], same.Select(frame => frame.Link));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void An_interface_that_goes_is_told_of_and_what_it_had_comes_first(int milliseconds)
    {
        using var lab = PacketLab.Routed();
        // The kernel hands the frame over before, or long after the interface is gone.
        using var rings = new Rings(lab, TimeSpan.FromMilliseconds(milliseconds), ("left", "vl"), ("right", "wr"));
        Send(lab, "left", "vl", Frame(5, 100));
        lab.Run("left", "ip", "link", "delete", "vl");
        var sink = new Sink();
        for (var clock = Stopwatch.StartNew(); rings.Merge.Live == 2 && clock.Elapsed < TimeSpan.FromSeconds(5);)
        {
            _ = rings.Merge.Drain(sink);
            rings.Merge.Wait(TimeSpan.FromMilliseconds(20));
        }
        Assert.Equal(1, rings.Merge.Live);
        Assert.Equal(Errno.ENODEV, Assert.IsType<LinuxException>(rings.Merge.FailureOf(0)).Errno);
        Assert.Null(rings.Merge.FailureOf(1));
        Assert.Contains(sink.Frames, frame => frame.Link == 0 && Number(frame.Data) == 5);
        Send(lab, "right", "wr", Frame(6, 100));
        rings.Finish(sink);
        Assert.Contains(sink.Frames, frame => frame.Link == 1 && Number(frame.Data) == 6);
    }

    /// <summary>A ring of four blocks, of which some forty are filled one after another.</summary>
    [Fact]
    public void A_ring_that_is_full_over_and_over_brings_all_in_order()
    {
        using var lab = PacketLab.QuietPair();
        using var ring = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"], new PacketRingOptions { BufferBytes = 1, BlockTimeout = TimeSpan.FromMilliseconds(100) });
        var numbers = new List<int>();
        for (var round = 0; round < 40; round++)
        {
            Send(lab, 100, 1400, from: round * 100);
            while (numbers.Count < (round + 1) * 100)
            {
                ring.Settle();
                var frame = ring.Receive(TimeSpan.FromSeconds(2));
                Assert.NotNull(frame);
                Assert.Equal(1400, frame.Data.Length);
                numbers.Add(Number(frame.Data));
            }
        }
        Assert.Equal(Enumerable.Range(0, 4000), numbers);
        Assert.Equal(new PacketStatistics(4000, 0), ring.ReadStatistics());
    }

    private static void Send(PacketLab lab, int count, int length, int from) =>
        Send(lab, "left", "vl", [.. Enumerable.Range(from, count).Select(number => Frame(number, length))]);

    private static void Send(PacketLab lab, string name, string link, params byte[][] frames)
    {
        using var socket = NamespaceDoor.OpenSocket(lab[name], Libc.AF_PACKET, Libc.SOCK_RAW, 0);
        var address = new byte[LinkLayerSocketAddress.Length];
        LinkLayerSocketAddress.Write(address, lab.IndexOf(name, link), 0);
        foreach (var frame in frames)
            Assert.Equal(frame.Length, Libc.SendTo(socket, frame, 0, address));
    }

    /// <summary>A broadcast with a number in it.</summary>
    private static byte[] Frame(int number, int length)
    {
        var frame = new byte[length];
        frame.AsSpan(0, 6).Fill(0xff);
        (frame[6], frame[12], frame[13]) = (2, Ours >> 8, Ours & 0xff);
        _ = BitConverter.TryWriteBytes(frame.AsSpan(14), number);
        return frame;
    }

    private static int Number(byte[] frame) => BitConverter.ToInt32(frame, 14);

    private sealed class Rings : IDisposable
    {
        /// <summary>Pings and our own frames; hosts chatter of themselves when they like.</summary>
        private static readonly PacketFilter Asked = new() { Groups = [new PacketFilter.Group([FrameTest.IPProtocol(1), FrameTest.EtherType(Ours)], [])] };

        private readonly PacketRing[] rings;
        private readonly StopSignal stop = new();
        private readonly WakeSignal wake = new();

        internal Rings(PacketLab lab, TimeSpan blockTimeout, params (string Name, string Link)[] links)
        {
            var options = new PacketRingOptions { BlockTimeout = blockTimeout, Promiscuous = true, FilterOf = type => Asked.Compile(type, 262144) };
            rings = [.. links.Select(link => PacketRing.Open(lab.IndexOf(link.Name, link.Link), lab[link.Name], options))];
            Merge = new PacketMerge(rings, stop, wake, blockTimeout);
        }

        internal PacketMerge Merge { get; }

        internal PacketRing this[int index] => rings[index];

        /// <summary>As a capture ends.</summary>
        internal void Finish(Sink sink)
        {
            foreach (var ring in rings)
                ring.StopCapturing();
            while (Merge.Drain(sink, isEnd: true) > 0)
                continue;
        }

        public void Dispose()
        {
            Merge.Dispose();
            foreach (var ring in rings)
                ring.Dispose();
            stop.Dispose();
            wake.Dispose();
        }
    }
}
