using System.Buffers.Binary;
using VethLab.Linux.Interop;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Netlink;

/// <summary>
/// struct nlmsgerr { s32 error; struct nlmsghdr request; … } and the extended acknowledgement behind it, as NLMSG_ERROR (and, from
/// Linux 5.12 on, NLMSG_DONE without the echoed request) carries it.
/// </summary>
internal readonly record struct NetlinkError(Errno Errno, string? KernelMessage, int? AttributeOffset)
{
    internal static NetlinkError Decode(in NetlinkMessage message)
    {
        var body = message.Body;
        if (body.Length < 4)
        {
            // Old kernels end a list without a number; a refusal without one must not pass for success.
            return message.Type == NLMSG_DONE
                ? default
                : throw new InvalidDataException($"an error message of {body.Length} bytes");
        }
        var errno = (Errno)(-BinaryPrimitives.ReadInt32LittleEndian(body));
        if ((message.Flags & NLM_F_ACK_TLVS) == 0)
            return new NetlinkError(errno, null, null);

        var attributesAt = 4;
        if (message.Type == NLMSG_ERROR)
        {
            // Behind the error stands the request: its header alone when capped, else all of it.
            if (body.Length < 4 + NLMSG_HDRLEN)
                return new NetlinkError(errno, null, null);
            var echoed = (message.Flags & NLM_F_CAPPED) != 0 ? NLMSG_HDRLEN : BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
            attributesAt += Align(Math.Clamp(echoed, 0, body.Length - 4));
        }
        if (attributesAt > body.Length)
            return new NetlinkError(errno, null, null);

        string? text = null;
        int? offset = null;
        foreach (var attribute in new NetlinkAttributes(body[attributesAt..]))
        {
            if (attribute.Type == NLMSGERR_ATTR_MSG)
                text = attribute.AsString();
            else if (attribute.Type == NLMSGERR_ATTR_OFFS)
                offset = attribute.AsInt32();
        }
        return new NetlinkError(errno, text, offset);
    }

    internal NetlinkException ToException(string operation, uint sequence) =>
        new(operation, Errno, KernelMessage, AttributeOffset, sequence);
}
