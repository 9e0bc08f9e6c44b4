using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>
/// The corpus with every frame cut at every length, as a snap length does, and its broken frames: what is read of them is what tshark reads. We read a
/// header when it is whole, tshark each field as it comes, so that we may come a header later, but with nothing else.
/// </summary>
public sealed class CutFramesTests : IDisposable
{
    /// <summary>The longest header that we read as a whole is IPv6's with a redirect's; DHCP's is longer yet.</summary>
    private const int Header = 44, DhcpHeader = 236;

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    private sealed record Cut(string File, int Number, byte[] Frame, int Length, NetPacket Packet);

    [Fact]
    public void Of_a_frame_cut_anywhere_is_read_what_tshark_reads_when_its_header_is_whole()
    {
        var cuts = (from file in new[] { "kernel", "crafted" }
                    from frame in Corpus.Load(file).Select((bytes, i) => (Bytes: bytes, Number: i + 1))
                    from length in Enumerable.Range(1, Math.Min(frame.Bytes.Length, 330))
                    select new Cut(file, frame.Number, frame.Bytes[..length], length, Decode(frame.Bytes[..length], frame.Bytes.Length))).ToArray();
        var told = Tshark([.. cuts.Select(cut => (cut.Frame, cut.Packet.Length))]);
        var (compared, late) = (0, 0);
        var differences = new List<string>();
        for (var i = 0; i < cuts.Length; i++)
        {
            foreach (var name in CorpusFields.Readers.Keys)
            {
                var expected = Values(told[i], name);
                var read = CorpusFields.Read(cuts[i].Packet, name);
                compared += expected.Length;
                late += expected.Length - read.Length;
                // What tshark had read a header earlier we have now; and nothing but what it has.
                var lag = name.StartsWith("dhcp.", StringComparison.Ordinal) ? DhcpHeader : Header;
                var earlier = cuts[i].Length > lag ? Values(told[i - lag], name).Length : 0;
                var isPart = read.Length <= expected.Length && read.AsSpan().SequenceEqual(expected.AsSpan(0, read.Length));
                // Of these tshark says nothing where what ends them is not all there.
                var isCutAtEnd = expected.Length == 0 && (name == "igmp.maddr" || name.StartsWith("dhcp.", StringComparison.Ordinal));
                if (!(isPart && read.Length >= earlier) && !isCutAtEnd && !IsOurWay(name, cuts[i].Packet))
                    differences.Add($"{cuts[i].File} {cuts[i].Number} cut at {cuts[i].Length} {name}: tshark [{string.Join(' ', expected)}], we [{string.Join(' ', read)}] in {cuts[i].Packet.Summary}");
            }
        }
        Assert.True(differences.Count == 0, $"{differences.Count}:\n{string.Join('\n', differences.Take(40))}");
        Assert.True(compared > 100_000 && late < compared / 5, $"{compared} values, of which {late} come a header later");
    }

    /// <summary>Of broken frames in the same way, whole headers in them; where tshark guesses on or gives up, it is said why.</summary>
    [Fact]
    public void Of_broken_frames_is_read_what_tshark_reads()
    {
        var frames = Corpus.Load("broken");
        var told = Tshark([.. frames.Select(frame => (frame, frame.Length))]);
        var (compared, differences) = (0, new List<string>());
        foreach (var (frame, fields, number) in frames.Zip(told, Enumerable.Range(1, frames.Count)))
        {
            var packet = Decode(frame, frame.Length);
            foreach (var name in CorpusFields.Readers.Keys)
            {
                var expected = Values(fields, name);
                var read = CorpusFields.Read(packet, name);
                compared += expected.Length;
                if (!read.SequenceEqual(expected) && !IsOurWay(name, packet) && !Reasons.Any(reason => packet.Summary.Contains(reason.Summary, StringComparison.Ordinal) && name.StartsWith(reason.Field, StringComparison.Ordinal)))
                    differences.Add($"{number} {name}: tshark [{string.Join(' ', expected)}], we [{string.Join(' ', read)}] in {packet.Summary}");
            }
        }
        Assert.True(differences.Count == 0, $"{differences.Count}:\n{string.Join('\n', differences)}");
        Assert.True(compared > 400, $"only {compared} values were compared");
    }

    /// <summary>Fields that differ in packets with a summary such as this.</summary>
    private static readonly (string Summary, string Field)[] Reasons =
    [
        // tshark names a loop, and goes on behind it; data of two bytes is no address, and no record to us.
        ("[|domain]", "dns."),
        // Headers that end in the middle: tshark reads the fields before.
        ("[|bootp]", "dhcp."),
        ("[|ip]", "ip."),
        ("ICMP [|icmp] 0x4500", "ip."),
        ("[|vlan]", "vlan."),
        // A length that cannot be: we read the fields that do not depend on it, and tshark those before it.
        ("[bad tcp]", "tcp."),
        ("bad length 7 < 8", "udp.checksum"),
        ("[bad ip] 0x4500", "ip.dsfield"),
        // IPv6 under IPv4's EtherType: tshark goes by the version.
        ("[bad ip] 0x60", "ipv6."),
        ("[bad ip] 0x60", "udp."),
    ];

    /// <summary>What is told otherwise on purpose.</summary>
    private static bool IsOurWay(string field, NetPacket packet) => field switch
    {
        // tshark reads nothing of a message that is not whole.
        "stp.version" or "stp.type" => packet.SpanningTree is { RootId: null },
        // A header with options that are not there has its addresses all the same.
        "ip.dst" => packet.Malformed?.StartsWith("ip header", StringComparison.Ordinal) == true,
        // The reader's zero address stands for a report without records.
        "igmp.maddr" => packet.Multicast is { Group: null, Records.Length: 0 },
        // tshark reads on in the message that a relay passes on.
        "dhcpv6.xid" => packet.DhcpV6?.HopCount is not null,
        _ => false,
    };

    private static NetPacket Decode(byte[] frame, int length) => PacketDecoder.Decode(RecordedFrame.Capture(frame, length), "va");

    private static string[] Values(Dictionary<string, string[]> fields, string name) =>
        fields.TryGetValue(name, out var values) ? [.. values.Select(CorpusFields.Normalise)] : [];

    /// <summary>What tshark reads in frames of which so many bytes were captured of so many.</summary>
    private List<Dictionary<string, string[]>> Tshark(IReadOnlyList<(byte[] Bytes, int Length)> frames)
    {
        using (var file = new BinaryWriter(File.Create(path)))
        {
            file.Write(new CraftedFile(false).U32(0xa1b2c3d4).U16(2, 4).U32(0, 0, 262144, 1).Bytes);
            foreach (var (bytes, length) in frames)
                file.Write(new CraftedFile(false).U32(0, 0, bytes.Length, length).Raw(bytes).Bytes);
        }
        var told = Corpus.ReadByTshark(path, CorpusFields.Readers.Keys);
        Assert.Equal(frames.Count, told.Count);
        return told;
    }
}
