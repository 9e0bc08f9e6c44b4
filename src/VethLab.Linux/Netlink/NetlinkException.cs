using VethLab.Linux.Interop;

namespace VethLab.Linux.Netlink;

/// <summary>
/// A request that the kernel refused. With extended acknowledgements (netlink(7), NETLINK_EXT_ACK) the kernel says why in words
/// and where in the request.
/// </summary>
public sealed class NetlinkException : LinuxException
{
    public NetlinkException(
        string operation, Errno errno, string? kernelMessage = null, int? attributeOffset = null, uint sequence = 0)
        : base(operation, errno, kernelMessage)
    {
        KernelMessage = kernelMessage;
        AttributeOffset = attributeOffset;
        Sequence = sequence;
    }

    /// <summary>The kernel's own explanation, or null where it gave none.</summary>
    public string? KernelMessage { get; }

    /// <summary>Offset in the request of the attribute that the kernel objects to, in bytes; null where it named none.</summary>
    public int? AttributeOffset { get; }

    /// <summary>Sequence number of the refused request.</summary>
    public uint Sequence { get; }
}
