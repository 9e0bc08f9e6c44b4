using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Netlink;

/// <summary>Signals to a thread that talks to the kernel: system calls come back with EINTR, and callers must not notice.</summary>
[Collection(Alone.Name)]
public sealed class SignalTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public SignalTests() => Signals.Prepare();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public void A_receive_that_waits_goes_on_waiting_after_signals()
    {
        using var receiver = NamespaceDoor.OpenSocket(sandbox.There, Libc.AF_NETLINK, Libc.SOCK_RAW, NetlinkConstants.NETLINK_ROUTE);
        Span<byte> address = [Libc.AF_NETLINK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(0, Libc.Bind(receiver, address, 12));
        uint length = 12;
        Assert.Equal(0, Libc.GetSocketName(receiver, address, ref length));

        var (thread, received, error) = (0, (nint)0, 0);
        using var waits = new ManualResetEventSlim();
        var worker = OwnThread.Start(() =>
        {
            thread = Signals.ThreadId;
            waits.Set();
            received = Libc.Receive(receiver, new byte[64], 0);
            error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        });
        waits.Wait();
        for (var i = 0; i < 50; i++)
        {
            Thread.Sleep(2);
            Assert.True(Signals.Send(thread) && worker.IsAlive, $"the receive ended after {i} signals with {received}, {(Errno)error}");
        }
        using var sender = NamespaceDoor.OpenSocket(sandbox.There, Libc.AF_NETLINK, Libc.SOCK_RAW, NetlinkConstants.NETLINK_ROUTE);
        Assert.Equal(20, Libc.SendTo(sender, new byte[20], 0, address));
        worker.Join();

        Assert.Equal(20, received);
    }

    [Fact]
    public void Requests_and_lists_survive_a_storm_of_signals()
    {
        using var socket = NetlinkSocket.OpenRoute(sandbox.There);
        var thread = 0;
        Exception? failure = null;
        using var started = new ManualResetEventSlim();
        var worker = OwnThread.Start(() =>
        {
            thread = Signals.ThreadId;
            started.Set();
            try
            {
                var client = new LinkClient(socket);
                for (var i = 0; i < 300; i++)
                {
                    client.Create(new LinkDescription { Name = "br0" }, new Linux.Route.LinkKinds.BridgeLink());
                    Assert.Equal(["lo", "br0"], client.List().Select(link => link.Name));
                    client.Delete(client.Find("br0")!.Index);
                    using var another = NetlinkSocket.OpenRoute(sandbox.There);
                    Assert.Single(new LinkClient(another).List());
                }
            }
            catch (Exception reason)
            {
                failure = reason;
            }
        });
        started.Wait();
        var signals = 0;
        while (worker.IsAlive)
        {
            signals += Signals.Send(thread) ? 1 : 0;
            Thread.SpinWait(2000);
        }
        worker.Join();

        Assert.Null(failure);
        Assert.True(signals > 1000, $"{signals} signals");
    }
}
