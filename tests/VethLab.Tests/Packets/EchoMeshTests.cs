using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;
using VethLab.Tests.Support;

namespace VethLab.Tests.Packets;

/// <summary>Echo requests from many namespaces at once.</summary>
[Collection(PacketKernelTests.Name)]
public sealed class EchoMeshTests
{
    private static readonly AddressFamily[] IPv4 = [AddressFamily.InterNetwork];

    [Fact]
    public void Each_result_is_that_of_its_pair_however_many_threads_there_are()
    {
        // Everybody has an address of its own on loopback, and no way to any other.
        const int Count = 20;
        var spaces = Enumerable.Range(0, Count).Select(_ => new Sandbox()).ToList();
        try
        {
            for (var i = 0; i < Count; i++)
                spaces[i].Run("sh", "-c", $"ip link set lo up; ip address add {AddressOf(i)}/32 dev lo");
            using var mesh = new EchoMesh(spaces.ConvertAll(space => ((NamespaceHandle?)space.There, (IReadOnlyCollection<AddressFamily>)IPv4)), TimeSpan.FromSeconds(10));
            var pairs = Enumerable.Range(0, Count * Count).Select(i => new EchoPair(i / Count, AddressOf(i % Count))).ToList();

            var results = mesh.Ping(pairs);

            for (var i = 0; i < pairs.Count; i++)
            {
                Assert.Equal((i, pairs[i].Target), (results[i]!.TargetIndex, results[i]!.Target));
                Assert.Equal(i / Count == i % Count ? (EchoStatus.Success, Errno.None) : (EchoStatus.NoRoute, Errno.ENETUNREACH), (results[i]!.Status, results[i]!.Errno));
                Assert.Equal(i / Count == i % Count, results[i]!.RoundTripTime > TimeSpan.Zero);
            }
        }
        finally
        {
            spaces.ForEach(space => space.Dispose());
        }

        static IPAddress AddressOf(int place) => new([10, 9, 0, (byte)(place + 1)]);
    }

    [Fact]
    public void There_may_be_more_requests_than_the_wire_has_numbers()
    {
        using var space = new Sandbox();
        space.Ip("link set lo up");
        using var mesh = new EchoMesh([(space.There, IPv4)], TimeSpan.FromSeconds(3));
        var pairs = Enumerable.Range(0, 70_000).Select(i => new EchoPair(0, new IPAddress([127, 0, (byte)(i % 251), 1]))).ToList();

        var results = mesh.Ping(pairs);

        for (var i = 0; i < pairs.Count; i++)
            Assert.Equal((EchoStatus.Success, pairs[i].Target), (results[i]!.Status, results[i]!.Responder));
    }

    [Fact]
    public void Who_does_not_answer_keeps_nobody_else_from_it_and_times_out()
    {
        using var lab = PacketLab.Pair();
        lab.Set("right", "ipv4/icmp_echo_ignore_all", "1");
        using var mesh = Mesh(lab, TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();

        var results = mesh.Ping([new EchoPair(0, IPAddress.Parse("10.0.0.2")), new EchoPair(0, IPAddress.Parse("10.0.0.1"))]);

        Assert.Equal([EchoStatus.TimedOut, EchoStatus.Success], results.Select(result => result!.Status));
        Assert.Equal("no answer within 300 ms", results[0]!.Message);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Cancellation_returns_at_once_with_what_was_known()
    {
        using var lab = PacketLab.Pair();
        lab.Set("right", "ipv4/icmp_echo_ignore_all", "1");
        using var mesh = Mesh(lab, TimeSpan.FromSeconds(30));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();

        var results = mesh.Ping([new EchoPair(0, IPAddress.Parse("10.0.0.2")), new EchoPair(0, IPAddress.Parse("10.0.0.1"))], cancellation.Token);

        Assert.Equal([null, EchoStatus.Success], results.Select(result => result?.Status));
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(290), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_request_of_a_family_that_was_not_announced_is_refused()
    {
        using var lab = PacketLab.Pair();
        using var mesh = Mesh(lab, TimeSpan.FromSeconds(1));
        Assert.Contains("no socket for fd00::2", Assert.Throws<ArgumentException>(() => mesh.Ping([new EchoPair(0, IPAddress.Parse("fd00::2"))])).Message, StringComparison.Ordinal);
    }

    private static EchoMesh Mesh(PacketLab lab, TimeSpan timeout) => new([(lab["left"], IPv4)], timeout);
}
