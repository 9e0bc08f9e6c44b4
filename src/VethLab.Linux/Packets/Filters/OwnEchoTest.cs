namespace VethLab.Linux.Packets;

/// <summary>
/// ICMP or ICMPv6, but of echo requests and replies only those whose payload begins with four bytes: u8 type, code; be16 checksum, id, sequence; payload (RFC 792,
/// RFC 4443).
/// </summary>
internal sealed class OwnEchoTest(byte protocol, uint? payload) : FrameTest
{
    private const uint IcmpV6 = 58;

    internal override FrameDepth Depth => FrameDepth.Transport;

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        BpfLabel isIcmp = new(), isFirst = new(), isEcho = new(), notRequest = new();
        to.LoadMemory(FilterWords.Protocol);
        to.JumpIfEqual(protocol, isIcmp, no);
        to.Mark(isIcmp);
        to.LoadMemory(FilterWords.Fragment);
        to.JumpIfEqual(0, isFirst, yes);
        to.Mark(isFirst);
        to.LoadIndexFromMemory(FilterWords.Transport);
        to.LoadByteAtIndex(0);
        to.JumpIfEqual(protocol == IcmpV6 ? IcmpConstants.ICMPV6_ECHO_REQUEST : IcmpConstants.ICMP_ECHO, isEcho, notRequest);
        to.Mark(notRequest);
        to.JumpIfEqual(protocol == IcmpV6 ? IcmpConstants.ICMPV6_ECHO_REPLY : IcmpConstants.ICMP_ECHOREPLY, isEcho, yes);
        to.Mark(isEcho);
        if (payload is not { } first)
        {
            to.Jump(no);
            return;
        }
        to.LoadWordAtIndex(8);
        to.JumpIfEqual(first, yes, no);
    }
}
