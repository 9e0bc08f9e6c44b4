using System.Buffers.Binary;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Netlink;

/// <summary>
/// Another process with CAP_NET_ADMIN may send to a netlink socket. What it sends is no answer, whatever sequence number and port it claims.
/// </summary>
public sealed class ForgeryTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly NetlinkSocket socket;
    private readonly FileDescriptor forger;

    public ForgeryTests()
    {
        // The first netlink socket of a process in a namespace gets the process's number as its port.
        socket = NetlinkSocket.OpenRoute(sandbox.There);
        forger = NamespaceDoor.OpenSocket(sandbox.There, Libc.AF_NETLINK, Libc.SOCK_RAW, NetlinkConstants.NETLINK_ROUTE);
    }

    public void Dispose()
    {
        forger.Dispose();
        socket.Dispose();
        sandbox.Dispose();
    }

    private void Forge(uint sequence, uint port, int padding = 0)
    {
        var message = new byte[36 + padding];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), NetlinkConstants.NLMSG_ERROR);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(12), port);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(16), -(int)Errno.EPERM);
        Span<byte> address = stackalloc byte[12];
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, Libc.AF_NETLINK);
        BinaryPrimitives.WriteInt32LittleEndian(address[4..], Environment.ProcessId);
        Assert.Equal(message.Length, Libc.SendTo(forger, message, 0, address));
    }

    [Theory]
    [InlineData(1u, true, 0)]
    [InlineData(1u, false, 0)]
    [InlineData(0u, true, 0)]
    [InlineData(1u, true, 100_000)]
    public void A_forged_refusal_is_not_believed(uint sequence, bool rightPort, int padding)
    {
        Forge(sequence, rightPort ? (uint)Environment.ProcessId : 4711, padding);

        new LinkClient(socket).Change(1, new LinkDescription { Alias = "set" });

        Assert.Equal("set", new LinkClient(socket).Find(1)!.Alias);
    }

    [Fact]
    public void A_forged_refusal_does_not_end_a_list_or_a_batch()
    {
        Forge(1, (uint)Environment.ProcessId);
        Assert.Single(new LinkClient(socket).List());

        Forge(2, (uint)Environment.ProcessId);
        var verdict = Assert.Single(socket.Exchange([LinkClient.ChangeRequest(1, new LinkDescription { Up = true })]));
        Assert.Equal(Errno.None, verdict.Error.Errno);
    }
}
