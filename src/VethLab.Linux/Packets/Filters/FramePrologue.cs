namespace VethLab.Linux.Packets;

/// <summary>
/// The beginning of a filter: finds the network header behind VLAN tags, and the transport header behind IP's options or extension headers. The
/// kernel takes the outermost tag off a frame; further ones are still in it.
/// </summary>
internal static class FramePrologue
{
    private const uint EthernetHeader = 14, TypeOffset = 12, TagLength = 4;
    private const int Tags = 2;

    /// <summary>A program cannot loop; so many extension headers are passed.</summary>
    private const int ExtensionHeaders = 6;

    private static readonly uint[] TagTypes = [0x8100, 0x88a8, 0x9100];

    internal static void Write(BpfAssembler to, LinkType link, FrameDepth depth)
    {
        if (depth == FrameDepth.Link)
            return;
        WriteNetwork(to, link);
        if (depth != FrameDepth.Transport)
            return;
        BpfLabel done = new(), v4 = new(), notV4 = new(), v6 = new();
        // The kernel wants every word written on every way to where it is read.
        to.LoadConstant(FilterWords.None);
        to.Store(FilterWords.Protocol);
        to.Store(FilterWords.Transport);
        to.Store(FilterWords.Fragment);
        to.LoadMemory(FilterWords.EtherType);
        to.JumpIfEqual(0x0800, v4, notV4);
        to.Mark(v4);
        WriteIPv4(to, done);
        to.Mark(notV4);
        to.JumpIfEqual(0x86dd, v6, done);
        to.Mark(v6);
        WriteIPv6(to, done);
        to.Mark(done);
    }

    private static void WriteNetwork(BpfAssembler to, LinkType link)
    {
        to.LoadConstant(FilterWords.None);
        to.Store(FilterWords.Tag);
        if (link != LinkType.Ethernet)
        {
            to.LoadWord(Bpf.AncillaryProtocol);
            to.Store(FilterWords.EtherType);
            to.LoadConstant(0);
            to.Store(FilterWords.Network);
            return;
        }
        var done = new BpfLabel();
        for (var tags = 0u; tags <= Tags; tags++)
        {
            to.LoadConstant(EthernetHeader + (tags * TagLength));
            to.Store(FilterWords.Network);
            to.LoadHalf(TypeOffset + (tags * TagLength));
            to.Store(FilterWords.EtherType);
            if (tags == Tags)
                break;
            var tagged = new BpfLabel();
            foreach (var type in TagTypes)
            {
                BpfLabel next = type == TagTypes[^1] ? done : new();
                to.JumpIfEqual(type, tagged, next);
                if (next != done)
                    to.Mark(next);
            }
            to.Mark(tagged);
            if (tags > 0)
                continue;
            to.LoadHalf(EthernetHeader);
            to.Store(FilterWords.Tag);
        }
        to.Mark(done);
    }

    private static void WriteIPv4(BpfAssembler to, BpfLabel done)
    {
        to.LoadIndexFromMemory(FilterWords.Network);
        to.LoadByteAtIndex(9);
        to.Store(FilterWords.Protocol);
        to.LoadHalfAtIndex(6);
        to.And(0x1fff);
        to.Store(FilterWords.Fragment);
        to.LoadByteAtIndex(0);
        to.And(15);
        to.Emit(Bpf.ALU | Bpf.LSH | Bpf.K, 2);
        to.Emit(Bpf.ALU | Bpf.ADD | Bpf.X);
        to.Store(FilterWords.Transport);
        to.Jump(done);
    }

    private static void WriteIPv6(BpfAssembler to, BpfLabel done)
    {
        const uint Header = 40;
        to.LoadIndexFromMemory(FilterWords.Network);
        to.LoadByteAtIndex(6);
        to.Store(FilterWords.Protocol);
        to.LoadConstant(0);
        to.Store(FilterWords.Fragment);
        to.LoadConstant(Header);
        to.Emit(Bpf.ALU | Bpf.ADD | Bpf.X);
        to.Store(FilterWords.Transport);
        for (var i = 0; i < ExtensionHeaders; i++)
            WriteExtensionHeader(to, done);
    }

    /// <summary>Passes one extension header (RFC 8200), or goes where there is none.</summary>
    private static void WriteExtensionHeader(BpfAssembler to, BpfLabel done)
    {
        BpfLabel options = new(), fragment = new(), authentication = new(), passed = new();
        to.LoadMemory(FilterWords.Protocol);
        to.LoadIndexFromMemory(FilterWords.Transport);
        // Hop-by-hop options, routing, destination options, mobility: all are so many units of 8 bytes long, less one.
        foreach (var kind in (uint[])[0, 43, 60, 135])
        {
            var other = new BpfLabel();
            to.JumpIfEqual(kind, options, other);
            to.Mark(other);
        }
        var notFragment = new BpfLabel();
        to.JumpIfEqual(44, fragment, notFragment);
        to.Mark(notFragment);
        to.JumpIfEqual(51, authentication, done);

        to.Mark(options);
        WriteNextHeader(to);
        to.LoadByteAtIndex(1);
        to.Emit(Bpf.ALU | Bpf.ADD | Bpf.K, 1);
        to.Emit(Bpf.ALU | Bpf.LSH | Bpf.K, 3);
        to.Jump(passed);

        // RFC 4302: units of 4 bytes, less two.
        to.Mark(authentication);
        WriteNextHeader(to);
        to.LoadByteAtIndex(1);
        to.Emit(Bpf.ALU | Bpf.ADD | Bpf.K, 2);
        to.Emit(Bpf.ALU | Bpf.LSH | Bpf.K, 2);
        to.Jump(passed);

        // What follows the header of a later fragment is the middle of something.
        to.Mark(fragment);
        WriteNextHeader(to);
        to.LoadHalfAtIndex(2);
        to.And(0xfff8);
        to.Store(FilterWords.Fragment);
        var first = new BpfLabel();
        to.JumpIfEqual(0, first, done);
        to.Mark(first);
        to.LoadConstant(8);

        to.Mark(passed);
        to.Emit(Bpf.ALU | Bpf.ADD | Bpf.X);
        to.Store(FilterWords.Transport);
    }

    private static void WriteNextHeader(BpfAssembler to)
    {
        to.LoadByteAtIndex(0);
        to.Store(FilterWords.Protocol);
    }
}
