using System.Text;
using VethLab.Networks;
using VethLab.Networks.Labs.Commands;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Records;
using VethLab.Tests.Support;

namespace VethLab.Tests.Networks;

/// <summary>A lab's commands as rule comments.</summary>
public class CommandRecordTests
{
    private static readonly string[] Odd =
        ["sleep 60", "a&b", "say \"hi\" 100% \\n", "tab\there\nand a line", "a=b", " leading and trailing ", "größe — 🙂", "%41", "", "it's", "x & y", "$HOME ${A}; }"];

    private static PlacedCommand Command(Random random, int number)
    {
        string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Odd[random.Next(Odd.Length)]));
        return new PlacedCommand(number, random.Next(3) == 0 ? null : Text() + "n", new LabCommand("x" + Text())
        {
            Wait = random.Next(2) == 0,
            Name = random.Next(2) == 0 ? null : Text(),
            Log = random.Next(2) == 0 ? null : "/" + Text(),
            Environment = Enumerable.Range(0, random.Next(4)).Select(i => new LabVariable($"NAME {i}", Text())).ToSnapshotList(),
        });
    }

    [Fact]
    public void Any_command_is_read_back_from_comments_that_rules_can_have()
    {
        var random = new Random(4711);
        var commands = Enumerable.Range(1, 300).Select(number => Command(random, number)).ToList();

        var records = commands.SelectMany(CommandRecord.Write).ToList();

        Assert.All(records, record => Assert.InRange(Encoding.UTF8.GetByteCount(record), 1, 127));
        Assert.All(records, record => Assert.DoesNotContain(record, c => c is '"' or '\n' or '\\'));
        // Other records may stand in between.
        Assert.Equal(commands, CommandRecord.Read(records.SelectMany(record => new[] { record, "lab", null })));
    }

    [Fact]
    public void Commands_are_the_same_after_nft_has_written_and_read_the_ruleset()
    {
        var random = new Random(42);
        var commands = Enumerable.Range(1, 20).Select(number => Command(random, number)).ToList();
        using var here = new Sandbox();
        using var session = Session.In(here);
        var table = new LabTable(session, "vethlab-x");
        table.AddRecords(commands.SelectMany(CommandRecord.Write));

        var ruleset = here.Run("nft", "list", "ruleset");
        here.Run("nft", "flush", "ruleset");
        here.RunWithInput(ruleset, "nft", "-f", "-");

        Assert.Equal(commands, CommandRecord.Read(table.Rules(LabTable.Records).Select(rule => rule.Comment)));
    }

    [Fact]
    public void One_that_is_not_whole_is_left_out() =>
        Assert.Empty(CommandRecord.Read(["runs 1.1", "runs x.1 run=a", "runs 1.2 wait", "runs", "running 1.1 run=a"]));

    [Fact]
    public void Its_length_has_a_limit()
    {
        Assert.True(CommandRecord.Fits(new LabCommand(new string('x', 3900))));
        Assert.False(CommandRecord.Fits(new LabCommand(new string('x', 4100))));
        Assert.False(CommandRecord.Fits(new LabCommand(new string('"', 1400))));
    }
}
