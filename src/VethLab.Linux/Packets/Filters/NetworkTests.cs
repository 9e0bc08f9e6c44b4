using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace VethLab.Linux.Packets;

/// <summary>Source or destination in IPv4, IPv6 or ARP.</summary>
internal sealed class HostTest(IPAddress network, int prefixLength) : FrameTest
{
    private const ushort ETH_P_IP = 0x0800, ETH_P_ARP = 0x0806, ETH_P_RARP = 0x8035, ETH_P_IPV6 = 0x86dd;

    internal override FrameDepth Depth => FrameDepth.Network;

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        to.LoadMemory(FilterWords.EtherType);
        if (network.AddressFamily == AddressFamily.InterNetworkV6)
        {
            WriteFor(to, [ETH_P_IPV6], 8, 24, yes, no);
            return;
        }
        // RFC 826: the sender's and the target's protocol address, behind hardware addresses of 6 bytes.
        BpfLabel notIP = new();
        WriteFor(to, [ETH_P_IP], 12, 16, yes, no, notIP);
        to.Mark(notIP);
        WriteFor(to, [ETH_P_ARP, ETH_P_RARP], 14, 24, yes, no);
    }

    /// <summary>Expects the EtherType in A.</summary>
    private void WriteFor(BpfAssembler to, ushort[] types, uint source, uint destination, BpfLabel yes, BpfLabel no, BpfLabel? otherType = null)
    {
        BpfLabel match = new(), notSource = new();
        foreach (var type in types)
        {
            var next = type == types[^1] ? otherType ?? no : new BpfLabel();
            to.JumpIfEqual(type, match, next);
            if (type != types[^1])
                to.Mark(next);
        }
        to.Mark(match);
        to.LoadIndexFromMemory(FilterWords.Network);
        WriteAddress(to, source, yes, notSource);
        to.Mark(notSource);
        WriteAddress(to, destination, yes, no);
    }

    private void WriteAddress(BpfAssembler to, uint offset, BpfLabel yes, BpfLabel no)
    {
        var bytes = network.GetAddressBytes();
        for (var word = 0; word < bytes.Length && word * 8 < Math.Max(prefixLength, 1); word += 4)
        {
            var bits = Math.Clamp(prefixLength - (word * 8), 0, 32);
            var mask = bits == 0 ? 0 : uint.MaxValue << (32 - bits);
            var isLast = word + 4 >= bytes.Length || (word + 4) * 8 >= prefixLength;
            var next = isLast ? yes : new BpfLabel();
            to.LoadWordAtIndex(offset + (uint)word);
            if (mask != uint.MaxValue)
                to.And(mask);
            to.JumpIfEqual(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(word)) & mask, next, no);
            if (!isLast)
                to.Mark(next);
        }
    }
}

/// <summary>IP's protocol number.</summary>
internal sealed class IPProtocolTest(byte number) : FrameTest
{
    internal override FrameDepth Depth => FrameDepth.Transport;

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        to.LoadMemory(FilterWords.Protocol);
        to.JumpIfEqual(number, yes, no);
    }
}

/// <summary>Source or destination port: be16 source; be16 destination, in TCP, UDP and SCTP.</summary>
internal sealed class PortTest(int first, int last) : FrameTest
{
    private static readonly uint[] WithPorts = [6, 17, 132];

    internal override FrameDepth Depth => FrameDepth.Transport;

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        BpfLabel hasPorts = new(), isFirst = new(), notSource = new();
        to.LoadMemory(FilterWords.Protocol);
        foreach (var protocol in WithPorts)
        {
            var next = protocol == WithPorts[^1] ? no : new BpfLabel();
            to.JumpIfEqual(protocol, hasPorts, next);
            if (next != no)
                to.Mark(next);
        }
        to.Mark(hasPorts);
        to.LoadMemory(FilterWords.Fragment);
        to.JumpIfEqual(0, isFirst, no);
        to.Mark(isFirst);
        to.LoadIndexFromMemory(FilterWords.Transport);
        WriteOne(to, 0, yes, notSource);
        to.Mark(notSource);
        WriteOne(to, 2, yes, no);
    }

    private void WriteOne(BpfAssembler to, uint offset, BpfLabel yes, BpfLabel no)
    {
        to.LoadHalfAtIndex(offset);
        if (first == last)
        {
            to.JumpIfEqual((uint)first, yes, no);
            return;
        }
        var notLess = new BpfLabel();
        to.JumpIfNotLess((uint)first, notLess, no);
        to.Mark(notLess);
        to.JumpIfGreater((uint)last, no, yes);
    }
}
