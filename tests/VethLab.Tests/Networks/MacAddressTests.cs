using VethLab.Linux.Route;

namespace VethLab.Tests.Networks;

/// <summary>Link-layer addresses as users write them.</summary>
public class MacAddressTests
{
    [Theory]
    [InlineData("02:42:ac:11:00:02")]
    [InlineData("02:42:AC:11:00:02")]
    [InlineData("02-42-AC-11-00-02")]
    [InlineData("0242ac110002")]
    public void The_usual_forms_are_read_and_written_in_one(string text)
    {
        var address = MacAddress.Parse(text);

        Assert.Equal("02:42:ac:11:00:02", address.ToString());
        Assert.Equal([0x02, 0x42, 0xac, 0x11, 0x00, 0x02], address.ToBytes());
        Assert.Equal(address, new MacAddress(address.ToBytes()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("02:42:ac:11:00")]
    [InlineData("02:42:ac:11:00:02:03")]
    [InlineData("02:42:ac:11:00:2")]
    [InlineData("02:42:ac:11:00-02")]
    [InlineData("02-42:ac:11:00:02")]
    [InlineData("024:2:ac:11:00:02")]
    [InlineData("02:42:ac:11:00:0g")]
    [InlineData("02:42:ac:11:00: 2")]
    [InlineData(" 242ac110002")]
    [InlineData("0x42ac110002")]
    [InlineData("0242.ac11.0002")]
    [InlineData("::::::::::::::::")]
    [InlineData("+242ac110002")]
    public void Other_forms_are_refused(string? text)
    {
        Assert.False(MacAddress.TryParse(text, out _));
        if (text is not null)
            Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => MacAddress.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01:00:5e:00:00:01", true, false)]
    [InlineData("ff:ff:ff:ff:ff:ff", true, false)]
    [InlineData("02:00:00:00:00:01", false, false)]
    [InlineData("00:00:00:00:00:00", false, true)]
    public void Addresses_that_no_interface_may_have_are_known(string text, bool multicast, bool zero) =>
        Assert.Equal((multicast, zero), (MacAddress.Parse(text).IsMulticast, MacAddress.Parse(text).IsZero));

    [Fact]
    public void Random_ones_are_local_unicast_and_differ()
    {
        var some = Enumerable.Range(0, 1000).Select(_ => MacAddress.Random()).ToList();

        Assert.All(some, address => Assert.Equal(0x02, address.ToBytes()[0] & 0x03));
        Assert.True(some.Distinct().Count() > 990);
    }

    [Fact]
    public void They_are_ordered_by_their_bytes()
    {
        var (low, high) = (MacAddress.Parse("00:ff:00:00:00:00"), MacAddress.Parse("ff:00:00:00:00:00"));

        Assert.True(low < high && high > low && low <= high && high >= low);
    }

    [Fact]
    public void Anything_but_six_bytes_is_none() => Assert.Throws<ArgumentException>(() => new MacAddress(new byte[8]));
}
