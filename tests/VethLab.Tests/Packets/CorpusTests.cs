using System.Text.RegularExpressions;

namespace VethLab.Tests.Packets;

/// <summary>The decoder reads in the corpus what tshark and tcpdump, run now, read in it.</summary>
public sealed partial class CorpusTests
{
    [Theory]
    [InlineData("kernel")]
    [InlineData("crafted")]
    public void Fields_are_tsharks(string file)
    {
        var frames = Corpus.Load(file);
        var told = Corpus.ReadByTshark(Corpus.PathOf(file), CorpusFields.Readers.Keys);
        Assert.Equal(frames.Count, told.Count);
        var (differences, compared) = (new List<string>(), 0);
        foreach (var (frame, fields, number) in frames.Zip(told, Enumerable.Range(1, frames.Count)))
        {
            var packet = Corpus.Decode(frame);
            foreach (var name in CorpusFields.Readers.Keys)
            {
                var expected = fields.TryGetValue(name, out var values) ? values.Select(CorpusFields.Normalise).ToArray() : [];
                var read = CorpusFields.Read(packet, name);
                compared += expected.Length;
                // tshark reads on in the message that a relay passes on.
                if (!expected.SequenceEqual(read) && !(name == "dhcpv6.xid" && packet.DhcpV6?.HopCount is not null))
                    differences.Add($"{number} {name}: tshark [{string.Join(' ', expected)}], we [{string.Join(' ', read)}] in {packet.Summary}");
            }
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.True(compared > 1000, $"only {compared} values were compared");
    }

    [Theory]
    [InlineData("kernel")]
    [InlineData("crafted")]
    public void Well_formed_frames_are_not_called_malformed(string file) =>
        Assert.All(Corpus.Load(file), frame => Assert.Null(Corpus.Decode(frame).Malformed));

    [Fact]
    public void Broken_frames_are_called_malformed_themselves_or_what_is_within_them() => Assert.All(
        Corpus.Load("broken").Select(Corpus.Decode), packet => Assert.True((packet.Malformed ?? packet.Inner?.Malformed) is not null, packet.Summary));

    [Theory]
    [InlineData("kernel")]
    [InlineData("crafted")]
    public void Summaries_are_tcpdumps_lines(string file)
    {
        var lines = Corpus.ReadByTcpdump(file);
        var at = 0;
        foreach (var packet in Corpus.Load(file).Select(Corpus.Decode))
        {
            var line = lines[at++];
            // tcpdump begins a new line with what VXLAN carries, and takes Linux's port for another protocol.
            if (packet.Application == "VXLAN")
                line = Overlay().Replace(line, "VXLAN, flags [I] (0x08), vni $1") + ": " + lines[at++];
            // IPX is long gone, and of what tcpdump does not know either it writes the Ethernet header.
            if (line.StartsWith("IPX", StringComparison.Ordinal) || line.Contains("ethertype Unknown", StringComparison.Ordinal))
                continue;
            Assert.Equal(Plain(line), Tags().Replace(packet.Summary, string.Empty));
        }
        Assert.Equal(lines.Length, at);

        // Where we say more, or other words for good reasons, what tcpdump says is made that; the rest has to be the same.
        string Plain(string told)
        {
            told = told.Replace(":  ip-proto", ": ip-proto", StringComparison.Ordinal);
            told = Application().Replace(told, "$1");
            told = Listener().Replace(told, "multicast listener $1 max resp delay: $2, addr: ");
            told = RoutingAddresses().Replace(told, ") DSTOPT");
            return CheckValue().Replace(told, "): ");
        }
    }

    [GeneratedRegex(@"^(vlan \d+, p \d, )+|(?<=BOOTP/DHCP, .*length \d+), .*$")]
    private static partial Regex Tags();

    [GeneratedRegex(@"OTV, flags \[I\] \(0x08\), overlay 0, instance (\d+)$")]
    private static partial Regex Overlay();

    [GeneratedRegex(@"(length \d+): HTTP.*$")]
    private static partial Regex Application();

    [GeneratedRegex(@"multicast listener (query|report|done)max resp delay: (\d+) addr: ")]
    private static partial Regex Listener();

    [GeneratedRegex(@", \[0\]\S+\) DSTOPT")]
    private static partial Regex RoutingAddresses();

    [GeneratedRegex(@",icv=0x\w+\): ")]
    private static partial Regex CheckValue();
}
