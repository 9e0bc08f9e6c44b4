using System.Net;
using VethLab.Linux.NfTables;

namespace VethLab.Tests.NfTables;

/// <summary>What is refused before anything reaches the kernel.</summary>
public class ArgumentTests
{
    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\0b")]
    [InlineData("\0")]
    public void There_is_no_way_to_delete_a_table_without_a_name(string? name)
    {
        var batch = new NfBatch();

        Assert.ThrowsAny<ArgumentException>(() => batch.DeleteTable(NfFamily.IPv4, name!));
        Assert.ThrowsAny<ArgumentException>(() => batch.DeleteTable(NfFamily.IPv4, (NfName)null!));
        Assert.ThrowsAny<ArgumentException>(() => batch.FlushChain(NfFamily.IPv4, "vethlab", name!));
        Assert.ThrowsAny<ArgumentException>(() => batch.DeleteChain(NfFamily.IPv4, "vethlab", name!));
        Assert.ThrowsAny<ArgumentException>(() => batch.DeleteRule(NfFamily.IPv4, "vethlab", name!, 3));
        // Family 0 would mean the tables of that name in every family.
        Assert.ThrowsAny<ArgumentException>(() => batch.DeleteTable(default, "vethlab"));
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void A_name_can_neither_be_emptied_nor_made_without_its_check()
    {
        Assert.Single(typeof(NfName).GetConstructors());
        Assert.Null(typeof(NfName).GetProperty(nameof(NfName.Value))!.SetMethod);
        Assert.True(typeof(NfName).IsClass && typeof(NfName).IsSealed);
    }

    [Fact]
    public void The_message_that_deletes_a_table_carries_the_name_and_a_family()
    {
        var message = new NfBatch().DeleteTable(NfFamily.IPv6, "vethlab").Requests[0].Finish(7);

        Assert.Equal("20000000020A010007000000000000000A0000000C000100766574686C616200", Convert.ToHexString(message));
    }

    [Fact]
    public void Names_have_up_to_255_bytes_of_UTF8()
    {
        Assert.Equal(255, new NfName(new string('a', 255)).Value.Length);
        Assert.Throws<ArgumentException>(() => new NfName(new string('a', 256)));
        Assert.Throws<ArgumentException>(() => new NfName(new string('é', 128)));
    }

    [Fact]
    public void Comments_have_up_to_127_bytes_of_UTF8()
    {
        Assert.Equal(new string('é', 63), RuleUserData.CommentOf(RuleUserData.Encode(new string('é', 63))));
        Assert.Equal(130, RuleUserData.Encode(new string('a', 127)).Length);
        var batch = new NfBatch();
        Assert.Throws<ArgumentException>(() => batch.AddRule(NfFamily.IPv4, "t", "c", [], new string('a', 128)));
        Assert.Throws<ArgumentException>(() => batch.InsertRule(NfFamily.IPv4, "t", "c", [], new string('é', 64)));
        Assert.Throws<ArgumentException>(() => batch.AddRule(NfFamily.IPv4, "t", "c", [], "a\0b"));
        Assert.Throws<ArgumentException>(() => batch.AddRule(NfFamily.IPv4, "t", "c", [], ""));
        Assert.Equal(0, batch.Count);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("0005", null)]
    [InlineData("0002780001FF", "x")]
    [InlineData("05020102000378790001FF", "xy")]
    [InlineData("0003787900", "xy")]
    [InlineData("000278", null)]
    [InlineData("00027879", "xy")]
    public void Comments_are_found_among_other_records_and_in_broken_ones_not(string hex, string? expected) =>
        Assert.Equal(expected, RuleUserData.CommentOf(Convert.FromHexString(hex)));

    [Fact]
    public void Hooks_that_a_family_does_not_have_are_refused()
    {
        var batch = new NfBatch();

        Assert.Throws<ArgumentException>(() => batch.AddChain(NfFamily.Arp, "t", "c", new NfBaseChain("filter", NfHook.Postrouting, 0)));
        Assert.Throws<ArgumentException>(() => batch.AddChain(NfFamily.Bridge, "t", "c", new NfBaseChain("filter", NfHook.Ingress, 0)));
        Assert.Throws<ArgumentException>(() => batch.AddChain(NfFamily.IPv4, "t", "c", new NfBaseChain("filter", NfHook.Other, 0)));
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void Conditions_that_make_no_sense_are_refused()
    {
        var address = IPAddress.Parse("10.0.0.1");

        Assert.Empty(Match.SourceNetwork(address, 0));
        Assert.Throws<ArgumentException>(() => Match.SourceNetwork(address, 0, negated: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => Match.SourceNetwork(address, 33));
        Assert.Throws<ArgumentOutOfRangeException>(() => Match.DestinationNetwork(address, -1));
        Assert.Throws<ArgumentException>(() => Match.InInterface("abcdefghijklmnop"));
        Assert.Throws<ArgumentException>(() => Match.OutInterface(""));
        Assert.Throws<ArgumentException>(() => Match.InInterfaceBeginning("a\0"));
    }
}
