using VethLab.Linux.Route;
using VethLab.Networks;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Records;

namespace VethLab.Tests.Labs;

public class LabMarkTests
{
    [Fact]
    public void Marks_of_labs_share_the_high_byte_and_are_never_that_of_single_cmdlets()
    {
        var numbers = Enumerable.Range(0, 20000).Select(i => LabMark.Of($"lab{i}").Group).ToList();

        Assert.All(numbers, number => Assert.Equal(VethLabMark.Group, number & 0xff000000));
        Assert.DoesNotContain(VethLabMark.Group, numbers);
        Assert.InRange(numbers.Distinct().Count(), 19950, 20000);
    }

    [Fact]
    public void The_mark_of_a_name_is_the_same_for_ever()
    {
        Assert.Equal(new LabMark(1459434904, "vethlab:demo", "vethlab-demo"), LabMark.Of("demo"));
    }

    [Fact]
    public void A_lab_is_read_from_its_alias_and_its_table()
    {
        Assert.Equal(("demo", "demo"), (LabMark.LabOfAlias("vethlab:demo"), LabMark.LabOfTable("vethlab-demo")));
        Assert.All(new[] { "vethlab", "vethlab:", "other:demo", "", null }, alias => Assert.Null(LabMark.LabOfAlias(alias)));
        Assert.All(new[] { "vethlab", "vethlab-", "filter", null }, table => Assert.Null(LabMark.LabOfTable(table)));
    }

    [Fact]
    public void A_link_belongs_to_the_lab_that_its_number_and_its_alias_name()
    {
        var mark = LabMark.Of("demo");
        var link = new LinkMessage { Index = 3, Name = "v", Group = mark.Group, Alias = mark.Alias };

        Assert.Equal(("demo", "vethlab:demo"), (LabMark.LabOf(link), VethLabMark.OwnerOf(link)));
        Assert.Equal((null, "vethlab"), (LabMark.LabOf(link with { Alias = "vethlab:other" }), VethLabMark.OwnerOf(link with { Alias = "vethlab:other" })));
        Assert.Equal((null, "vethlab"), (LabMark.LabOf(link with { Group = VethLabMark.Group }), VethLabMark.OwnerOf(link with { Group = VethLabMark.Group })));
        Assert.Equal((null, (string?)null), (LabMark.LabOf(link with { Group = 0 }), VethLabMark.OwnerOf(link with { Group = 0 })));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("a")]
    [InlineData("9-lab_x.y")]
    public void Names_that_are_possible(string name) => LabName.Check(name);

    [Theory]
    [InlineData("")]
    [InlineData("here")]
    [InlineData("-a")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("a\"b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Names_that_are_not(string name) =>
        Assert.Equal(NetworkError.InvalidName, Assert.Throws<NetworkException>(() => LabName.Check(name)).Error);

    [Theory]
    [InlineData("ns01", "ns02", true, "expects ns01 -> ns02")]
    [InlineData("a b", "c", false, "expects a b -/-> c")]
    public void An_expectation_is_written_and_read(string from, string to, bool reaches, string text)
    {
        Assert.Equal(text, RecordText.Expects(new LabExpectation(from, to, reaches)));
        Assert.Equal(new LabExpectation(from, to, reaches), RecordText.ParseExpects(text));
        Assert.Null(RecordText.ParseExpects("holds forwarding"));
        Assert.Null(RecordText.ParseExpects("expects nothing"));
    }

    [Theory]
    [InlineData("namspaces", "namespaces")]
    [InlineData("adress", "addresses")]
    [InlineData("Uplnik", "uplink")]
    [InlineData("banana", null)]
    public void The_nearest_word_is_found_where_one_is_near(string written, string? meant) =>
        Assert.Equal(meant, NearestWord.To(written, ["namespaces", "addresses", "uplink", "links"]));
}
