using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Tests.Netlink;

/// <summary>Attributes and messages: what is written is read back, whatever the nesting; lengths, padding and flag bits.</summary>
public class FramingTests
{
    /// <summary>An attribute as a tree: a payload, or attributes inside.</summary>
    private sealed record Node(int Type, byte[] Payload, List<Node>? Children)
    {
        public static List<Node> RandomList(Random random, int depth) =>
            [.. Enumerable.Range(0, random.Next(depth == 0 ? 1 : 0, 5)).Select(_ => RandomNode(random, depth))];

        private static Node RandomNode(Random random, int depth)
        {
            var type = random.Next(1 << 14);
            if (depth < 6 && random.Next(3) == 0)
                return new Node(type, [], RandomList(random, depth + 1));
            var payload = new byte[random.Next(random.Next(8) == 0 ? 700 : 9)];
            random.NextBytes(payload);
            return new Node(type, payload, null);
        }

        public void Write(NetlinkWriter writer)
        {
            if (Children is null)
            {
                writer.PutBytes(Type, Payload);
                return;
            }
            using var nested = writer.BeginNested(Type);
            Children.ForEach(child => child.Write(writer));
        }

        public static void AssertReads(List<Node> expected, NetlinkAttributes attributes)
        {
            var index = 0;
            foreach (var attribute in attributes)
            {
                var node = expected[index++];
                Assert.Equal(node.Type, attribute.Type);
                if (node.Children is null)
                    Assert.Equal(node.Payload, attribute.Payload);
                else
                    AssertReads(node.Children, attribute.Nested);
            }
            Assert.Equal(expected.Count, index);
        }
    }

    [Fact]
    public void Whatever_is_nested_is_read_back()
    {
        var random = new Random(19);
        var longest = 0;
        for (var round = 0; round < 2000; round++)
        {
            var nodes = Node.RandomList(random, 0);
            var writer = new NetlinkWriter();
            nodes.ForEach(node => node.Write(writer));

            Node.AssertReads(nodes, new NetlinkAttributes(writer.Written));
            Assert.Equal(0, writer.Length % 4);
            longest = Math.Max(longest, writer.Length);
        }
        // The buffer begins with 256 bytes.
        Assert.True(longest > 2000, $"{longest}");
    }

    [Fact]
    public void A_buffer_that_grows_keeps_open_nests_and_headers()
    {
        var writer = new NetlinkWriter();
        var start = writer.BeginMessage(16, NLM_F_REQUEST);
        using (writer.BeginNested(18))
        {
            using var data = writer.BeginNested(2);
            for (var i = 0; i < 1000; i++)
                writer.PutUInt32(i, (uint)i);
        }
        writer.AddFlags(start, NLM_F_ACK);
        writer.EndMessage(start, 77);

        Assert.Equal(16 + 4 + 4 + (1000 * 8), writer.Length);
        Assert.Equal(writer.Length, BinaryPrimitives.ReadInt32LittleEndian(writer.Written));
        foreach (var message in new NetlinkMessages(writer.Written))
        {
            Assert.Equal((16, NLM_F_REQUEST | NLM_F_ACK, 77u, 0u), (message.Type, message.Flags, message.Sequence, message.Port));
            var outer = Single(new NetlinkAttributes(message.Body));
            var count = 0;
            foreach (var number in Single(outer.Nested).Nested)
                Assert.Equal((count, (uint)count++), (number.Type, number.AsUInt32()));
            Assert.Equal(1000, count);
        }
    }

    private static NetlinkAttribute Single(NetlinkAttributes attributes)
    {
        var count = 0;
        NetlinkAttribute result = default;
        foreach (var attribute in attributes)
        {
            result = attribute;
            count++;
        }
        Assert.Equal(1, count);
        return result;
    }

    [Theory]
    [InlineData(0, "04000700")]
    [InlineData(1, "05000700FF000000")]
    [InlineData(2, "06000700FFFF0000")]
    [InlineData(3, "07000700FFFFFF00")]
    [InlineData(4, "08000700FFFFFFFF")]
    [InlineData(5, "09000700FFFFFFFFFF000000")]
    public void Payloads_are_padded_to_four_bytes_with_zeros_even_where_the_buffer_was_used_before(int length, string expected)
    {
        var writer = new NetlinkWriter();
        writer.PutBytes(1, Enumerable.Repeat((byte)0xee, 64).ToArray());
        writer.Reset();

        writer.PutBytes(7, Enumerable.Repeat((byte)0xff, length).ToArray());

        Assert.Equal(expected, Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void A_fixed_part_is_zeroed_even_where_the_buffer_was_used_before()
    {
        var writer = new NetlinkWriter();
        writer.PutBytes(1, Enumerable.Repeat((byte)0xee, 64).ToArray());
        writer.Reset();

        writer.Append(6)[0] = 1;

        Assert.Equal("0100000000000000", Convert.ToHexString(writer.Written));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(16, 16)]
    public void Lengths_are_rounded_up_to_four(int length, int aligned) => Assert.Equal(aligned, Align(length));

    [Fact]
    public void A_length_near_the_largest_number_is_an_error_and_not_a_negative_one() =>
        Assert.Throws<OverflowException>(() => Align(int.MaxValue - 1));

    [Fact]
    public void An_attribute_has_at_most_65535_bytes_and_more_is_an_error()
    {
        var writer = new NetlinkWriter();
        writer.PutBytes(1, new byte[ushort.MaxValue - NLA_HDRLEN]);
        Assert.Equal(65535, Single(new NetlinkAttributes(writer.Written)).Payload.Length + NLA_HDRLEN);

        Assert.Throws<OverflowException>(() => new NetlinkWriter().PutBytes(1, new byte[ushort.MaxValue - NLA_HDRLEN + 1]));
        Assert.Throws<OverflowException>(() => new NetlinkWriter().PutString(1, new string('x', 70_000)));
    }

    [Fact]
    public void A_nest_that_grows_too_long_is_an_error() => Assert.Throws<OverflowException>(() =>
    {
        var writer = new NetlinkWriter();
        using var nested = writer.BeginNested(1);
        writer.PutBytes(2, new byte[40_000]);
        writer.PutBytes(3, new byte[40_000]);
    });

    [Fact]
    public void A_type_that_does_not_fit_is_an_error() =>
        Assert.Throws<OverflowException>(() => new NetlinkWriter().PutFlag(0x10000));

    [Theory]
    [InlineData(0x8005)]
    [InlineData(0x4005)]
    [InlineData(0xc005)]
    [InlineData(0x0005)]
    public void Flag_bits_are_no_part_of_a_type(int type)
    {
        byte[] bytes = [8, 0, (byte)type, (byte)(type >> 8), 1, 2, 3, 4];

        Assert.Equal(5, Single(new NetlinkAttributes(bytes)).Type);
    }

    [Fact]
    public void Nests_are_written_with_their_flag()
    {
        var writer = new NetlinkWriter();
        writer.BeginNested(18).Dispose();

        Assert.Equal("04001280", Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void Numbers_are_written_in_the_byte_order_of_their_methods_names_and_read_back()
    {
        var writer = new NetlinkWriter();
        writer.PutUInt16(1, 0x0102);
        writer.PutUInt16BigEndian(2, 0x0102);
        writer.PutUInt32(3, 0x01020304);
        writer.PutUInt32BigEndian(4, 0x01020304);
        writer.PutUInt64BigEndian(5, 0x0102030405060708);
        writer.PutInt32(6, -2);
        writer.PutByte(7, 9);

        Assert.Equal(
            "0600010002010000" + "0600020001020000" + "0800030004030201" + "0800040001020304" + "0C0005000102030405060708" + "08000600FEFFFFFF"
            + "0500070009000000",
            Convert.ToHexString(writer.Written));
        foreach (var attribute in new NetlinkAttributes(writer.Written))
        {
            Assert.Equal(attribute.Type switch { 5 => 0x0102030405060708, 6 => -2L, 7 => 9, <= 2 => 0x0102, _ => 0x01020304 }, attribute.Type switch
            {
                1 => attribute.AsUInt16(),
                2 => attribute.AsUInt16BigEndian(),
                3 => attribute.AsUInt32(),
                4 => attribute.AsUInt32BigEndian(),
                5 => (long)attribute.AsUInt64BigEndian(),
                6 => attribute.AsInt32(),
                _ => attribute.AsByte(),
            });
        }
    }

    [Fact]
    public void Strings_end_at_their_first_NUL_or_with_their_payload()
    {
        var writer = new NetlinkWriter();
        writer.PutString(1, "brücke");
        writer.PutBytes(1, "brücke"u8);
        writer.PutBytes(1, "brücke\0more"u8);

        foreach (var attribute in new NetlinkAttributes(writer.Written))
            Assert.Equal("brücke", attribute.AsString());
    }

    [Theory]
    [InlineData("192.168.88.1", 4)]
    [InlineData("fd00::1", 16)]
    public void Addresses_have_four_or_sixteen_bytes(string text, int length)
    {
        var writer = new NetlinkWriter();
        writer.PutAddress(1, IPAddress.Parse(text));
        var attribute = Single(new NetlinkAttributes(writer.Written));

        Assert.Equal((length, text), (attribute.Payload.Length, attribute.AsAddress().ToString()));
        Assert.Throws<InvalidDataException>(() => new NetlinkAttribute(1, new byte[length + 1]).AsAddress());
    }

    [Fact]
    public void A_payload_that_is_shorter_than_its_type_is_an_error()
    {
        Assert.Throws<InvalidDataException>(() => new NetlinkAttribute(1, []).AsByte());
        Assert.Throws<InvalidDataException>(() => new NetlinkAttribute(1, new byte[1]).AsUInt16());
        Assert.Throws<InvalidDataException>(() => new NetlinkAttribute(1, new byte[3]).AsUInt32());
        Assert.Throws<InvalidDataException>(() => new NetlinkAttribute(1, new byte[7]).AsUInt64());
    }

    [Theory]
    [InlineData("03000100")]
    [InlineData("00000100")]
    [InlineData("0900010001020304")]
    [InlineData("08000100010203")]
    public void An_attribute_that_claims_more_or_less_than_possible_is_an_error(string hex) => Assert.Throws<InvalidDataException>(() =>
    {
        foreach (var attribute in new NetlinkAttributes(Convert.FromHexString(hex)))
            _ = attribute.Type;
    });

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(-1)]
    public void A_message_that_claims_more_or_less_than_possible_is_an_error(int length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);

        Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var message in new NetlinkMessages(bytes))
                _ = message.Type;
        });
    }

    [Fact]
    public void Messages_and_attributes_may_end_without_their_padding()
    {
        byte[] attribute = [5, 0, 1, 0, 9];
        byte[] message = [21, 0, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, .. attribute];

        foreach (var read in new NetlinkMessages(message))
            Assert.Equal(9, Single(new NetlinkAttributes(read.Body)).AsByte());
        foreach (var nothing in new NetlinkAttributes([1, 2, 3]))
            Assert.Fail($"an attribute {nothing.Type} in three bytes");
    }
}
