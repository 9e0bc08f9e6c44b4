using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Tests.Support;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Tests.NfTables;

/// <summary>Whatever bytes come, decoders return or throw InvalidDataException. The seed is fixed, so failures repeat.</summary>
public class MutationTests
{
    private static readonly List<byte[]> Messages =
    [
        .. Recording.LoadAll().SelectMany(recording => recording.Sent.Concat(recording.Received))
            .Where(message => message[5] == NFNL_SUBSYS_NFTABLES),
    ];

    /// <summary>Whether it decoded to something.</summary>
    private static bool Decode(ReadOnlySpan<byte> message)
    {
        var type = message.Length >= 6 ? BitConverter.ToUInt16(message[4..]) : NFT_MSG_NEWRULE;
        var body = message.Length >= 16 ? message[16..] : [];
        try
        {
            if (NfRule.Decode(type, body) is { } rule)
            {
                _ = MatchReader.Read(rule);
                _ = rule.ToString() + rule.Expressions.GetHashCode();
                Assert.Equal(rule.Expressions, NfRule.Decode(type, body)!.Expressions);
                return true;
            }
            return NfTable.Decode(type, body) is not null || NfChain.Decode(type, body) is not null
                || NfGeneration.Decode(type, body) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    [Fact]
    public void Messages_cut_off_anywhere_are_refused_or_read()
    {
        var read = 0;
        foreach (var message in Messages)
        {
            for (var length = 0; length < message.Length; length++)
                read += Decode(message.AsSpan(0, length)) ? 1 : 0;
        }
        Assert.True(read > 0);
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
                var at = random.Next(16, message.Length);
                message[at] = random.Next(3) switch
                {
                    0 => (byte)random.Next(256),
                    1 => (byte)(message[at] ^ (1 << random.Next(8))),
                    _ => 0,
                };
            }
            _ = Decode(message) ? read++ : refused++;
        }
        Assert.True(read > 1000 && refused > 1000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void An_expression_that_is_broken_inside_is_kept_raw_and_the_rest_of_the_rule_is_read()
    {
        var message = Assert.Single(Recording.OfType(Recording.Load("iptables-in-interface").Sent, NFT_MSG_NEWRULE));
        var counter = message.AsSpan().IndexOf("counter\0"u8) + 8;
        // Its first attribute now claims more bytes than the expression has.
        message[counter + 4] = 0xff;

        var rule = NfRule.Decode(NFT_MSG_NEWRULE, message.AsSpan(16))!;

        var broken = Assert.IsType<UnknownExpression>(rule.Expressions[2]);
        Assert.Equal(("counter", 24), (broken.Kind, broken.Data.Length));
        Assert.Equal(VerdictExpression.Accept, rule.Expressions[3]);
        Assert.False(MatchReader.Read(rule).IsComplete);
    }

    [Fact]
    public void A_rule_that_is_broken_itself_is_an_error_and_not_a_shorter_list()
    {
        var message = Assert.Single(Recording.OfType(Recording.Load("iptables-in-interface").Sent, NFT_MSG_NEWRULE));
        var list = message.AsSpan().IndexOf("FORWARD\0"u8) + 8;
        message[list] += 1;
        message[list + 1] = 0x7f;

        Assert.Throws<InvalidDataException>(() => NfRule.Decode(NFT_MSG_NEWRULE, message.AsSpan(16)));
    }
}
