using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Echo requests of one who may not open raw sockets.</summary>
[Collection(PacketKernelTests.Name)]
public sealed partial class PingSocketTests
{
    [Fact]
    public void Without_raw_sockets_and_ping_sockets_it_is_not_permitted()
    {
        using var lab = PacketLab.Pair();
        var refused = Assert.Throws<LinuxException>(() => PingWithoutRawSockets(lab, EchoTests.Patient, "10.0.0.2"));
        Assert.Equal(Errno.EPERM, refused.Errno);
        Assert.Contains("ping_group_range", refused.Message);
    }

    [Fact]
    public void A_ping_socket_gets_answers()
    {
        using var lab = PacketLab.Pair();
        lab.Set("left", "ipv4/ping_group_range", "0 0");
        var options = EchoTests.Patient with { Count = 3, Interval = TimeSpan.FromMilliseconds(20) };
        var results = PingWithoutRawSockets(lab, options, "10.0.0.2", "fd00::2", "10.0.0.2");
        Assert.Equal(9, results.Count);
        Assert.All(results, result =>
        {
            Assert.Equal((EchoStatus.Success, 64, 64), (result.Status, result.TimeToLive, result.Size));
            Assert.Equal(result.Target, result.Responder);
            Assert.InRange(result.RoundTripTime!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(8));
        });
    }

    [Fact]
    public void A_ping_socket_tells_every_error_and_still_reaches_the_others()
    {
        using var lab = PacketLab.Routed();
        lab.Set("left", "ipv4/ping_group_range", "0 0");
        // Two of each: of a third a router without a route tells nothing, having spent its allowance (ip_error in net/ipv4/route.c).
        var options = new EchoOptions { Timeout = TimeSpan.FromSeconds(6), Count = 2, Interval = TimeSpan.FromMilliseconds(100) };
        // The error about the one is there before the next is sent, and must not be taken for the next one's.
        string[] targets = ["10.0.0.99", "fd00::99", "172.16.0.1", "fd09::1", "10.0.0.2", "fd00::2"];
        var results = PingWithoutRawSockets(lab, options, targets);
        Assert.Equal(12, results.Count);
        AssertAll("10.0.0.99", EchoStatus.HostUnreachable, "10.0.0.1");
        AssertAll("fd00::99", EchoStatus.HostUnreachable, "fd00::1");
        AssertAll("10.0.0.2", EchoStatus.Success, "10.0.0.2");
        AssertAll("fd00::2", EchoStatus.Success, "fd00::2");
        AssertAll("172.16.0.1", EchoStatus.NetworkUnreachable, "10.0.0.2");
        AssertAll("fd09::1", EchoStatus.NetworkUnreachable, "fd00::2");

        void AssertAll(string target, EchoStatus status, string responder) => Assert.All(
            results.Where(result => result.Target.ToString() == target),
            result => Assert.Equal((status, IPAddress.Parse(responder)), (result.Status, result.Responder!)));
    }

    [Theory]
    [InlineData("10.0.1.3", "10.0.0.2")]
    [InlineData("fd00:1::3", "fd00::2")]
    public void A_ping_socket_tells_where_the_time_to_live_ended_and_what_was_too_big(string target, string router)
    {
        using var lab = PacketLab.Routed();
        lab.Set("left", "ipv4/ping_group_range", "0 0");
        lab.Run("middle", "ip", "link", "set", "wm", "mtu", "1400");
        var expired = Assert.Single(PingWithoutRawSockets(lab, EchoTests.Patient with { TimeToLive = 1 }, target));
        Assert.Equal((EchoStatus.TtlExpired, IPAddress.Parse(router)), (expired.Status, expired.Responder!));
        var options = EchoTests.Patient with { DontFragment = true, PayloadSize = 1430, Count = 2, Interval = TimeSpan.FromMilliseconds(50) };
        var results = PingWithoutRawSockets(lab, options, target);
        Assert.All(results, result => Assert.Equal(EchoStatus.PacketTooBig, result.Status));
        Assert.Equal((1400, Errno.EMSGSIZE), (results[0].Mtu, results[1].Errno));
    }

    /// <summary>
    /// Capabilities belong to threads (capabilities(7)), and a new thread, such as the one that opens a socket inside a namespace, has
    /// its parent's. So one thread gives up CAP_NET_RAW.
    /// </summary>
    private static List<EchoResult> PingWithoutRawSockets(PacketLab lab, EchoOptions options, params string[] targets)
    {
        List<EchoResult> results = [];
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            GiveUpRawSockets();
            failure = Record.Exception(() => results = EchoTests.Ping(lab, options, targets));
        });
        thread.Start();
        thread.Join();
        return failure is null ? results : throw failure;
    }

    private static void GiveUpRawSockets()
    {
        const uint Version3 = 0x20080522;
        const int CAP_NET_RAW = 13;
        var header = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Version3);
        // Two times { u32 effective; u32 permitted; u32 inheritable; }.
        var data = new byte[24];
        Assert.Equal(0, GetCapabilities(header, data));
        var effective = BinaryPrimitives.ReadUInt32LittleEndian(data);
        Assert.True((effective & (1u << CAP_NET_RAW)) != 0, "needs CAP_NET_RAW, to give it up");
        BinaryPrimitives.WriteUInt32LittleEndian(data, effective & ~(1u << CAP_NET_RAW));
        Assert.Equal(0, SetCapabilities(header, data));
    }

    // int capget(cap_user_header_t hdrp, cap_user_data_t datap);
    [LibraryImport("libc", EntryPoint = "capget")]
    private static partial int GetCapabilities(byte[] header, byte[] data);

    // int capset(cap_user_header_t hdrp, const cap_user_data_t datap);
    [LibraryImport("libc", EntryPoint = "capset")]
    private static partial int SetCapabilities(byte[] header, byte[] data);
}
