using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>Whatever bytes come, decoders return or throw InvalidDataException. The seed is fixed, so failures repeat.</summary>
public class MutationTests
{
    private static readonly List<byte[]> Messages =
        [.. Recording.LoadAll().SelectMany(recording => recording.Sent.Concat(recording.Received)).DistinctBy(Convert.ToHexString)];

    /// <summary>Whether something was read of it.</summary>
    private static bool Read(ReadOnlySpan<byte> datagram)
    {
        try
        {
            var read = false;
            foreach (var message in new NetlinkMessages(datagram))
            {
                _ = (message.Sequence, message.Port);
                read |= message.Type is NetlinkConstants.NLMSG_ERROR or NetlinkConstants.NLMSG_DONE
                    ? NetlinkError.Decode(message).ToException("read", message.Sequence).Message.Length > 0
                    : Decode(message.Type, message.Body);
            }
            return read;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool Decode(ushort type, ReadOnlySpan<byte> body) =>
        LinkMessage.Decode(type, body)?.ToString().Length > 0 || AddressMessage.Decode(type, body)?.ToString().Length > 0
        || RouteMessage.Decode(type, body)?.ToString().Length > 0 || NeighborMessage.Decode(type, body)?.ToString().Length > 0
        || BridgeFdbMessage.Decode(type, body)?.ToString().Length > 0 || NamespaceIdClient.Decode(type, body) is not null;

    /// <summary>RTM_NEWNEXTHOP: ip asks about the objects that routes come from, VethLab does not.</summary>
    private const ushort NextHopObject = 104;

    [Fact]
    public void Unchanged_answers_are_read() => Assert.All(
        Recording.LoadAll().SelectMany(recording => recording.Received).Where(message => NetlinkText.TypeOf(message) != NextHopObject),
        message => Assert.True(Read(message)));

    [Fact]
    public void Messages_cut_off_anywhere_are_refused_or_read()
    {
        var (read, refused) = (0, 0);
        foreach (var message in Messages)
        {
            for (var length = 0; length < message.Length; length++)
            {
                // Once with the header's length as it was, once with one that fits what is left.
                _ = Read(message.AsSpan(0, length)) ? read++ : refused++;
                var cut = message[..length];
                if (length >= 4)
                    BitConverter.TryWriteBytes(cut, length);
                _ = Read(cut) ? read++ : refused++;
            }
        }
        Assert.True(read > 1000 && refused > 1000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Messages_with_changed_bytes_are_refused_or_read()
    {
        var random = new Random(20240917);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 60_000; round++)
        {
            var message = (byte[])Messages[random.Next(Messages.Count)].Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                // The header's type stays, so that the same decoder has to cope.
                var at = random.Next(8) == 0 ? random.Next(4) : random.Next(6, message.Length);
                message[at] = random.Next(4) switch
                {
                    0 => (byte)random.Next(256),
                    1 => (byte)(message[at] ^ (1 << random.Next(8))),
                    2 => 0xff,
                    _ => 0,
                };
            }
            _ = Read(message) ? read++ : refused++;
        }
        Assert.True(read > 1000 && refused > 1000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void A_link_that_is_broken_inside_is_an_error_and_not_a_link_with_less()
    {
        var message = Recording.Load("list-links").Received.First(bytes => bytes.AsSpan().IndexOf("plain\0"u8) >= 0);
        var kind = message.AsSpan().IndexOf("bridge\0"u8);
        // IFLA_INFO_DATA stands behind the kind; its first attribute now claims more bytes than there are.
        message[kind + 12] = 0xff;
        message[kind + 13] = 0xff;

        Assert.Throws<InvalidDataException>(() => LinkMessage.Decode(16, message.AsSpan(16)));
    }
}
