using System.Buffers.Binary;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Names in DNS messages, whose pointers may make a lot of work of few bytes: it is counted in labels and pointers, not by the clock.</summary>
public sealed class DnsNamesTests
{
    private const int Header = 12, Text = 10;

    [Fact]
    public void A_name_takes_no_more_steps_than_it_has_bytes_before_it_and_labels()
    {
        var random = new Random(11);
        var (found, pointed) = (0, 0);
        for (var i = 0; i < 300_000; i++)
        {
            var message = Message(random);
            var at = random.Next(message.Length);
            var (start, left) = (at, DnsNames.MostSteps);
            var name = DnsNames.Read(message, ref at, ref left);
            var steps = DnsNames.MostSteps - left;
            // Each pointer leads at least one byte back; a name has 127 labels, and its end.
            Assert.InRange(steps, 0, start + 130);
            found += name is null ? 0 : 1;
            pointed += name is not null && steps > at - start ? 1 : 0;
        }
        Assert.True(found > 20_000 && pointed > 100, $"{found} names, {pointed} with more steps than bytes");
    }

    [Fact]
    public void A_chain_of_pointers_is_followed_as_far_as_the_steps_go()
    {
        var chain = Chain(4000);
        var (at, left) = (chain.Length - 2, DnsNames.MostSteps);
        Assert.Equal("a", DnsNames.Read(chain, ref at, ref left));
        Assert.Equal(chain.Length, at);
        Assert.Equal(DnsNames.MostSteps - 4002, left);
        at = chain.Length - 2;
        Assert.Equal("a", DnsNames.Read(chain, ref at, ref left));
        at = chain.Length - 2;
        Assert.Null(DnsNames.Read(chain, ref at, ref left));
        // None is left for what follows, however short.
        at = Header;
        Assert.Null(DnsNames.Read(chain, ref at, ref left));
    }

    /// <summary>Sixty thousand answers, each of which has the name at the end of the chain.</summary>
    [Fact]
    public void A_message_cannot_have_them_all_followed_for_each_record()
    {
        var chain = Chain(4000);
        BinaryPrimitives.WriteUInt16BigEndian(chain.AsSpan(2), 0x8180);
        BinaryPrimitives.WriteUInt16BigEndian(chain.AsSpan(6), 60_000);
        // The chain is data of the first record, of the root; the others point to its end.
        var last = chain.Length - 2;
        byte[] pointer = [(byte)(0xc0 | (last >> 8)), (byte)last];
        byte[] answer = [.. pointer, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 0, 0, 1];
        byte[] message = [.. chain, .. Enumerable.Repeat(answer, 3000).SelectMany(bytes => bytes)];
        byte[] udp = [0, 53, 0x13, 0x88, .. BigEndian(message.Length + 8), 0, 0, .. message];
        byte[] ip = [0x45, 0, .. BigEndian(udp.Length + 20), 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, .. udp];
        var packet = PacketDecoder.Decode(RecordedFrame.Capture(ip, ip.Length, LinkType.Network, 0x800), "va");
        Assert.Equal(("DNS", 3), (packet.Application, packet.Dns!.Answers.Length));
        Assert.Equal(["a", "a"], packet.Dns.Answers.Skip(1).Select(record => record.Name));
        Assert.Equal(60_000 - 3, packet.Dns.UnreadRecords);
        Assert.NotNull(packet.Malformed);
    }

    /// <summary>A message whose first record, of the root, has a label "a" and so many pointers for data, each to the one before it.</summary>
    private static byte[] Chain(int pointers)
    {
        var message = new List<byte>([.. new byte[Header], 0, .. BigEndian(Text), 0, 1, 0, 0, 0, 9, .. BigEndian((pointers * 2) + 3)]);
        var target = message.Count;
        message.AddRange([1, (byte)'a', 0]);
        for (var i = 0; i < pointers; i++)
        {
            var here = message.Count;
            message.AddRange(BigEndian(0xc000 | target));
            target = here;
        }
        return [.. message];
    }

    /// <summary>Labels and pointers at random, many of them next to one another.</summary>
    private static byte[] Message(Random random)
    {
        var bytes = new byte[random.Next(1, 600)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = random.Next(4) switch
            {
                0 => (byte)random.Next(1, 5),
                1 => 0,
                _ => (byte)(0xc0 | random.Next(0, 2)),
            };
            // Back to what came just before, mostly.
            if (bytes[i] >= 0xc0 && i + 1 < bytes.Length)
            {
                var target = random.Next(8) == 0 ? random.Next(600) : Math.Max(0, i - random.Next(1, 6));
                (bytes[i], bytes[i + 1]) = ((byte)(0xc0 | (target >> 8)), (byte)target);
                i++;
            }
        }
        return bytes;
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 8), (byte)value];
}
