using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Netlink;

/// <summary>One request: what it does in words (for errors), its message type and flags, and its body.</summary>
internal sealed class NetlinkRequest
{
    internal NetlinkRequest(string operation, ushort type, ushort flags = 0)
    {
        Operation = operation;
        Body = new NetlinkWriter();
        Type = type;
        start = Body.BeginMessage(type, (ushort)(NLM_F_REQUEST | flags));
    }

    private readonly int start;

    /// <summary>What is asked for, in words: "create link br01".</summary>
    internal string Operation { get; }

    internal ushort Type { get; }

    /// <summary>Where the fixed part and the attributes are written.</summary>
    internal NetlinkWriter Body { get; }

    /// <summary>Sequence number of the last sending.</summary>
    internal uint Sequence { get; private set; }

    /// <summary>Adds NLM_F_ACK: the kernel answers success as well, not only refusal.</summary>
    internal void AskForAcknowledgement() => Body.AddFlags(start, NLM_F_ACK);

    /// <summary>Takes NLM_F_ACK away: the kernel answers refusal alone.</summary>
    internal void OmitAcknowledgement() => Body.RemoveFlags(start, NLM_F_ACK);

    /// <summary>The whole message under a sequence number.</summary>
    internal ReadOnlySpan<byte> Finish(uint sequence)
    {
        Sequence = sequence;
        Body.EndMessage(start, sequence);
        return Body.Written;
    }
}
