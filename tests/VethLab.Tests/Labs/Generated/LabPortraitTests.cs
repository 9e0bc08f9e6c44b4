using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Export;
using VethLab.Networks.Labs.State;
using VethLab.Tests.Differential;
using VethLab.Tests.Support;
using Xunit.Abstractions;

namespace VethLab.Tests.Labs.Generated;

/// <summary>Whatever a description says is found again in the kernel.</summary>
[Collection(Alone.Name)]
public class LabPortraitTests(ITestOutputHelper output)
{
    private int next;

    [Fact]
    public void A_lab_s_portrait_is_its_description_and_makes_it_again()
    {
        using var rig = new LabRig();
        var made = RandomSetups.Run(
            LabGenerator.Any, RandomSetups.Count / 4,
            spec =>
            {
                var lab = LabBuilder.Build(spec, "rt");
                try
                {
                    rig.Make(lab);
                    Assert.Equal(LabText.Of(LabNormalForm.Of(lab)), LabText.Of(LabPortrait.Take("rt")));
                    Assert.Equal(LabNormalForm.Of(lab), LabPortrait.Take("rt"));
                    MakeAgain(rig, LabPortrait.Take("rt"));
                }
                finally
                {
                    if (LabReader.Names().Contains("rt"))
                        LabRig.Remove("rt");
                }
            },
            spec => LabText.Of(LabBuilder.Build(spec, "rt")), threads: 1);
        output.WriteLine($"{made} labs");
        Assert.True(made >= 50, $"{made} labs");
    }

    /// <summary>A second lab, of what is written of the first one in one of the languages, is equal.</summary>
    private void MakeAgain(LabRig rig, LabDescription first)
    {
        LabRig.Remove("rt");
        var language = LabLanguage.All[next++ % LabLanguage.All.Length];
        rig.Make(language.Read(language.Write(DescriptionDocument.Of(first))));
        Assert.Equal(LabText.Of(first), LabText.Of(LabPortrait.Take("rt")));
        Assert.Equal(first, LabPortrait.Take("rt"));
    }
}
