using CsCheck;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;
using VethLab.Tests.Differential;
using VethLab.Tests.Support;
using Xunit.Abstractions;

namespace VethLab.Tests.Labs.Generated;

/// <summary>A lab becomes any other by applying that one's description, and stays as it was where a step of it fails.</summary>
[Collection(Alone.Name)]
public class LabUpdateTests(ITestOutputHelper output)
{
    private static readonly Gen<(LabSpec First, LabSpec Second)> Two = Gen.Select(LabGenerator.Any, LabGenerator.Any, (first, second) => (first, second with { Host = first.Host }));

    [Fact]
    public void A_lab_becomes_any_other()
    {
        using var rig = new LabRig();
        var made = Run(40, (first, second) =>
        {
            rig.Make(first);
            using (var plan = rig.Plan(second))
            {
                Assert.True(plan.IsUpdate);
                plan.Plan.Run();
            }
            Assert.Equal(LabText.Of(LabNormalForm.Of(second)), LabText.Of(LabPortrait.Take("rt")));
            using var again = rig.Plan(second);
            Assert.Equal([], again.Steps.Select(step => step.Command));
            Assert.Equal([], again.Changes);
        });
        Assert.True(made >= 40, $"{made} labs");
    }

    [Fact]
    public void What_fails_leaves_it_as_it_was()
    {
        using var rig = new LabRig();
        Run(4, (first, second) =>
        {
            rig.Make(first);
            var before = LabText.Of(LabPortrait.Take("rt"));
            var count = 0;
            for (var failing = 0; ; failing++)
            {
                using var plan = rig.Plan(second);
                if (failing >= plan.Steps.Count)
                    break;
                count = 0;
                var failure = Assert.Throws<NetworkException>(() => plan.Plan.Run(_ =>
                {
                    if (count++ == failing)
                        throw new NetworkException(NetworkError.Busy, "broken on purpose", "rt", "none");
                }));
                plan.Dispose();
                var after = LabText.Of(LabPortrait.Take("rt"));
                Assert.True(before == after, $"{failure.Message}\n{before}\n--- is after undo ---\n{after}");
            }
        });
    }

    private int Run(int count, Action<LabDescription, LabDescription> property)
    {
        var made = RandomSetups.Run(
            Two, count,
            two =>
            {
                try
                {
                    property(LabBuilder.Build(two.First, "rt"), LabBuilder.Build(two.Second, "rt"));
                }
                finally
                {
                    if (LabReader.Names().Contains("rt"))
                        LabRig.Remove("rt");
                }
            },
            two => $"{LabText.Of(LabBuilder.Build(two.First, "rt"))}\n--- becomes ---\n{LabText.Of(LabBuilder.Build(two.Second, "rt"))}", threads: 1);
        output.WriteLine($"{made} labs");
        return made;
    }
}
