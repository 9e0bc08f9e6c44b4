using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route.LinkKinds;

namespace VethLab.Linux.Route;

/// <summary>
/// Changes of one namespace that the kernel is told all at once, in one datagram, and carries out in their order; only refusals are answered. After one
/// that is refused it goes on with the next, so they had better be about something that is the caller's alone. Not for two threads at once.
/// </summary>
public sealed class RouteBatch(NetlinkSocket socket)
{
    private readonly List<NetlinkRequest> requests = [];

    /// <summary>As <see cref="LinkClient.Change"/>.</summary>
    public void ChangeLink(int index, LinkDescription change, LinkKind? kind = null) => requests.Add(LinkClient.ChangeRequest(index, change, kind));

    /// <summary>As <see cref="AddressClient.Add"/>.</summary>
    public void AddAddress(int index, IPPrefix address, AddressFlags flags) => requests.Add(AddressClient.AddRequest(index, address, flags));

    /// <summary>Sends it. Returns the first refusal, with its place from 0; null: all is done.</summary>
    /// <exception cref="LinuxException">It could not be sent, or answers were lost.</exception>
    public (int Place, NetlinkException Failure)? Send()
    {
        foreach (var request in requests)
            request.OmitAcknowledgement();
        foreach (var (request, error) in socket.Exchange(requests))
        {
            if (error.Errno != Errno.None)
                return (requests.IndexOf(request), error.ToException(request.Operation, request.Sequence));
        }
        return null;
    }
}
