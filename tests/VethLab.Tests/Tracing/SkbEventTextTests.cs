using VethLab.Linux.Tracing;

namespace VethLab.Tests.Tracing;

/// <summary>Lines as kernels write them: recorded, but for those of older ones, which lack fields.</summary>
public sealed class SkbEventTextTests
{
    [Fact]
    public void A_drop_with_a_reason()
    {
        var read = SkbEventText.Read("            ping-25489   [001] ..s1.  2102.939747: kfree_skb: skbaddr=00000000c8ae10b7 rx_sk=0000000000000000 protocol=2048 location=nft_do_chain+0x3e8/0x610 reason: NETFILTER_DROP", 0)!;
        Assert.Equal((SkbEventKind.Dropped, "NETFILTER_DROP", "nft_do_chain", "00000000c8ae10b7"), (read.Kind, read.Reason, read.Location, read.Address));
        Assert.Equal((25489, true, 2102_939_747_000), (read.Thread, read.IsInterrupt, read.TimestampNanoseconds));
    }

    [Theory]
    [InlineData("          <idle>-0       [000] d.s2.  12.000001: netif_receive_skb: dev=veth01 skbaddr=00000000c8ae10b7 len=84", SkbEventKind.Received, 0, true)]
    [InlineData(" tokio-runtime-w-2711    [003] b....  12.000001: net_dev_queue: dev=veth01 skbaddr=00000000c8ae10b7 len=84", SkbEventKind.Sent, 2711, false)]
    [InlineData(" a [1] b: -7-31      [012] .....  12.000001: net_dev_queue: dev=veth01 skbaddr=00000000c8ae10b7 len=84", SkbEventKind.Sent, 31, false)]
    public void Packets_at_interfaces_whatever_the_threads_name(string line, SkbEventKind kind, int thread, bool isInterrupt)
    {
        var read = SkbEventText.Read(line, 5)!;
        Assert.Equal((kind, "veth01", 84, thread, isInterrupt), (read.Kind, read.Interface, read.Length, read.Thread, read.IsInterrupt));
        Assert.Equal(12_000_001_005, read.TimestampNanoseconds);
    }

    /// <summary>Linux 5.4 to 5.16.</summary>
    [Fact]
    public void A_drop_without_a_reason_has_none()
    {
        var read = SkbEventText.Read("            ping-1 [001] ..s1  2.000000: kfree_skb: skbaddr=00000000c8ae10b7 protocol=2048 location=00000000d1a5a5a5", 0)!;
        Assert.Equal(("NOT_SPECIFIED", "00000000d1a5a5a5"), (read.Reason, read.Location));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# tracer: nop")]
    [InlineData("CPU:1 [LOST 5 EVENTS]")]
    [InlineData("            ping-1 [001] ..s1.  2.000000: consume_skb: skbaddr=00000000c8ae10b7")]
    [InlineData("            ping-1 [001] ..s1.  2.000000: kfree_skb: ")]
    public void Anything_else_is_passed_over(string line) => Assert.Null(SkbEventText.Read(line, 0));

    [Theory]
    [InlineData("# entries-in-buffer/entries-written: 3/3   #P:2", false)]
    [InlineData("# entries-in-buffer/entries-written: 3/5   #P:2", true)]
    [InlineData("#", false)]
    public void That_events_were_overwritten_is_noticed(string line, bool expected) => Assert.Equal(expected, SkbEventText.TellsOfLoss(line));
}
