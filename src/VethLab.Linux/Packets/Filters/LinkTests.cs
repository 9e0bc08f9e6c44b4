using System.Buffers.Binary;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>What is behind the tags.</summary>
internal sealed class EtherTypeTest(ushort type) : FrameTest
{
    internal override FrameDepth Depth => FrameDepth.Network;

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        to.LoadMemory(FilterWords.EtherType);
        to.JumpIfEqual(type, yes, no);
    }
}

/// <summary>Source or destination of an Ethernet header: u8 destination[6]; u8 source[6].</summary>
internal sealed class MacTest(MacAddress address) : FrameTest
{
    internal override FrameDepth Depth => FrameDepth.Link;

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        if (link != LinkType.Ethernet)
        {
            to.Jump(no);
            return;
        }
        var bytes = address.ToBytes();
        var source = new BpfLabel();
        WriteOne(to, bytes, 0, yes, source);
        to.Mark(source);
        WriteOne(to, bytes, 6, yes, no);
    }

    private static void WriteOne(BpfAssembler to, byte[] bytes, uint offset, BpfLabel yes, BpfLabel no)
    {
        var half = new BpfLabel();
        to.LoadWord(offset + 2);
        to.JumpIfEqual(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(2)), half, no);
        to.Mark(half);
        to.LoadHalf(offset);
        to.JumpIfEqual(BinaryPrimitives.ReadUInt16BigEndian(bytes), yes, no);
    }
}

/// <summary>A VLAN tag: that which the kernel keeps beside the frame, or else the first one in it.</summary>
internal sealed class VlanTest(int? id) : FrameTest
{
    private const uint IdMask = 0xfff;

    internal override FrameDepth Depth => FrameDepth.Network;

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        BpfLabel beside = new(), inside = new(), tagged = new();
        to.LoadByte(Bpf.AncillaryVlanPresent);
        to.JumpIfEqual(0, inside, beside);
        to.Mark(beside);
        to.LoadHalf(Bpf.AncillaryVlanTag);
        to.Jump(tagged);
        to.Mark(inside);
        to.LoadMemory(FilterWords.Tag);
        to.JumpIfEqual(FilterWords.None, no, tagged);
        to.Mark(tagged);
        if (id is null)
        {
            to.Jump(yes);
            return;
        }
        to.And(IdMask);
        to.JumpIfEqual((uint)id.Value, yes, no);
    }
}

/// <summary>IEEE 802.2: u8 dsap; u8 ssap; u8 control, behind a length in place of a type.</summary>
internal sealed class LogicalLinkTest(ushort? accessPoints) : FrameTest
{
    private const uint SmallestEtherType = 0x600;

    internal override FrameDepth Depth => FrameDepth.Network;

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        if (link != LinkType.Ethernet)
        {
            to.Jump(no);
            return;
        }
        var isLength = new BpfLabel();
        to.LoadMemory(FilterWords.EtherType);
        to.JumpIfNotLess(SmallestEtherType, no, isLength);
        to.Mark(isLength);
        if (accessPoints is null)
        {
            to.Jump(yes);
            return;
        }
        to.LoadIndexFromMemory(FilterWords.Network);
        to.LoadHalfAtIndex(0);
        to.JumpIfEqual(accessPoints.Value, yes, no);
    }
}

/// <summary>All of several tests.</summary>
internal sealed class AllTest(FrameTest[] tests) : FrameTest
{
    internal override FrameDepth Depth => tests.Max(test => test.Depth);

    internal override void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no)
    {
        foreach (var test in tests)
        {
            var next = test == tests[^1] ? yes : new BpfLabel();
            test.Write(to, link, next, no);
            if (next != yes)
                to.Mark(next);
        }
    }
}
