using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Tests.Support;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Tests.Route;

/// <summary>Refusals and acknowledgements as the kernel sent them to ip (the request sent back whole) and to a socket that has it capped.</summary>
public class ErrorDecodingTests
{
    private static byte[] Answer(string recording, int index = -1)
    {
        var answers = Recording.Load(recording).Received.Where(message => NetlinkText.TypeOf(message) is NLMSG_ERROR or NLMSG_DONE).ToList();
        return index < 0 ? answers[^1] : answers[index];
    }

    private static NetlinkError Decode(byte[] bytes)
    {
        foreach (var message in new NetlinkMessages(bytes))
            return NetlinkError.Decode(message);
        throw new InvalidOperationException("no message");
    }

    [Theory]
    [InlineData("refused-kind", Errno.EOPNOTSUPP, "Unknown device type")]
    [InlineData("refused-gateway", Errno.ENETUNREACH, "Nexthop has invalid gateway")]
    [InlineData("refused-exists", Errno.EEXIST, null)]
    [InlineData("refused-no-link", Errno.ENODEV, null)]
    public void A_refusal_is_read_from_behind_the_whole_request(string recording, Errno errno, string? text)
    {
        var answer = Answer(recording);

        Assert.Equal(0, NetlinkText.FlagsOf(answer) & NLM_F_CAPPED);
        Assert.Equal(new NetlinkError(errno, text, null), Decode(answer));
    }

    [Theory]
    [InlineData(0, Errno.EOPNOTSUPP, "Unknown device type", null)]
    [InlineData(1, Errno.ERANGE, "Attribute failed policy validation", 40)]
    public void A_refusal_is_read_from_behind_the_capped_request(int index, Errno errno, string text, int? offset)
    {
        var answer = Answer("refused-capped", index);

        Assert.Equal(NLM_F_CAPPED | NLM_F_ACK_TLVS, NetlinkText.FlagsOf(answer));
        Assert.Equal(new NetlinkError(errno, text, offset), Decode(answer));
    }

    [Theory]
    [InlineData("refused-dump", -1, Errno.ENOENT, "ipv4: FIB table does not exist")]
    [InlineData("refused-capped", 2, Errno.EINVAL, "Unsupported attribute in link dump request")]
    public void A_list_may_end_with_a_refusal(string recording, int index, Errno errno, string text)
    {
        var answer = Answer(recording, index);

        Assert.Equal(NLMSG_DONE, NetlinkText.TypeOf(answer));
        Assert.Equal(new NetlinkError(errno, text, null), Decode(answer));
    }

    [Theory]
    [InlineData("create-veth", NLMSG_ERROR)]
    [InlineData("list-links", NLMSG_DONE)]
    public void An_acknowledgement_and_the_end_of_a_list_are_no_errors(string recording, ushort type)
    {
        var answer = Answer(recording);

        Assert.Equal(type, NetlinkText.TypeOf(answer));
        Assert.Equal(default, Decode(answer));
    }

    [Fact]
    public void A_list_of_several_parts_is_read_message_by_message()
    {
        var parts = Recording.Load("list-links").Received.Where(message => (NetlinkText.FlagsOf(message) & NLM_F_MULTI) != 0).ToList();
        var types = new List<ushort>();

        foreach (var message in new NetlinkMessages(parts.SelectMany(part => part).ToArray()))
            types.Add(message.Type);

        Assert.Equal([.. Enumerable.Repeat<ushort>(16, 10), NLMSG_DONE], types);
    }

    [Fact]
    public void The_exception_carries_all_of_it()
    {
        var failure = Decode(Answer("refused-capped", 1)).ToException("create link x0", 7);

        Assert.Equal(("create link x0", Errno.ERANGE, 40, 7u), (failure.Operation, failure.Errno, failure.AttributeOffset, failure.Sequence));
        Assert.Equal("create link x0: Attribute failed policy validation (ERANGE)", failure.Message);
    }

    [Fact]
    public void An_answer_without_a_body_is_no_refusal_but_one_cut_in_its_number_is_not_taken_for_success()
    {
        // NLMSG_DONE had no body in old kernels.
        Assert.Equal(default, Decode([16, 0, 0, 0, 3, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Throws<InvalidDataException>(() => Decode([18, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]));
    }
}
