using VethLab.Networks.Records;

namespace VethLab.Tests.Networks;

/// <summary>Records of what VethLab has to give back, as rule comments.</summary>
public class RecordTextTests
{
    [Theory]
    [InlineData("ipv4/ip_forward", "0")]
    [InlineData("ipv4/conf/br.01/forwarding", "1")]
    [InlineData("bridge/bridge-nf-call-iptables", "")]
    [InlineData("ipv4/ping_group_range", "1\t0")]
    [InlineData("ipv4/conf/a=b/forwarding", "0")]
    public void A_sysctl_and_its_value_are_read_back(string key, string value)
    {
        var record = RecordText.Was(key, value);

        Assert.Equal(new RecordedSetting(key, value), RecordText.ParseWas(record));
        Assert.False(RecordText.IsHold(record));
        Assert.Null(RecordText.BridgeHeld(record));
    }

    [Theory]
    [InlineData("br01")]
    [InlineData("br 'x'")]
    public void A_hold_for_a_bridge_is_read_back(string bridge)
    {
        var record = RecordText.HoldsForwardingOf(bridge);

        Assert.Equal(bridge, RecordText.BridgeHeld(record));
        Assert.True(RecordText.IsHold(record));
        Assert.Null(RecordText.ParseWas(record));
    }

    [Fact]
    public void A_hold_for_all_is_of_no_bridge()
    {
        Assert.True(RecordText.IsHold(RecordText.HoldsForwarding));
        Assert.Null(RecordText.BridgeHeld(RecordText.HoldsForwarding));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("was net/ipv4/ip_forward")]
    [InlineData("WAS net/ipv4/ip_forward=0")]
    [InlineData("somebody else's comment = 1")]
    public void Other_comments_are_no_records(string? comment)
    {
        Assert.Null(RecordText.ParseWas(comment));
        Assert.False(RecordText.IsHold(comment));
        Assert.Null(RecordText.BridgeHeld(comment));
    }
}
