using CsCheck;
using VethLab.Linux.Route;
using VethLab.Networks;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Export;
using Xunit.Abstractions;

namespace VethLab.Tests.Labs.Generated;

/// <summary>From a description to a text in any language and back: the same, and no longer than people write it.</summary>
public class LabShortFormTests(ITestOutputHelper output)
{
    /// <summary>Labs whose addresses were handed out, with some said all the same, in between.</summary>
    private static readonly Gen<string> Pooled = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 7], Gen.Int[0, 3], (count, subnets, gateway) => (count, subnets, gateway)).Array[1, 3], Gen.Int[0, 299].Array[0, 6], Gen.Bool, Gen.Bool,
        (bridges, links, masquerade, host) =>
        {
            var bodies = bridges.Select((bridge, i) => $"'b{i}': {{ 'subnet': [{Listed(bridge.subnets, $"10.{i}.0.0/24", $"10.{i}.1.0/29", $"fd00:{i}::/64")}], 'count': {bridge.count}, 'prefix': 'p{i}-'"
                + $"{(bridge.gateway == 0 && (bridge.subnets & 1) != 0 ? $", 'gateway': '10.{i}.0.9'" : "")} }}");
            var ends = links.Select((link, i) => $"{{ 'ends': [{((link & 8) == 0 ? $"'n{link % 3}'" : $"{{ 'node': 'n{link % 3}', 'addresses': {((link & 16) == 0 ? "[]" : $"['10.77.{i}.1/24']")} }}")}, "
                + $"'b{link / 7 % bridges.Length}{((link & 32) == 0 ? "" : $":q{i}")}'] }}");
            return $"{{ 'name': 'rt', 'bridges': {{ {string.Join(", ", bodies)} }}, 'namespaces': ['n0', 'n1', 'n2'], 'links': [{string.Join(", ", ends)}], 'masquerade': "
                + $"{(masquerade ? "true" : "false")}, 'placement': '{(host ? "Host" : "Namespace")}' }}";
        });

    private static string Listed(int bits, params string[] texts) => string.Join(", ", texts.Where((_, i) => (bits >> i & 1) != 0).Select(text => $"'{text}'"));

    [Fact]
    public void Addresses_that_were_handed_out_are_handed_out_again()
    {
        var (all, pooled, stars) = (0, 0, 0);
        Pooled.Sample(
            json =>
            {
                if (Described.Read(json).Description is not { } read)
                    return;
                var lab = LabNormalForm.Of(read);
                var document = DescriptionDocument.Of(lab);
                var text = JsonWriter.Write(document);
                Interlocked.Increment(ref all);
                if (text.Contains("\"subnet\"", StringComparison.Ordinal))
                    Interlocked.Increment(ref pooled);
                if (text.Contains("\"count\"", StringComparison.Ordinal))
                    Interlocked.Increment(ref stars);
                Assert.Empty(LabSchemaTests.FaultsOf(text));
                foreach (var language in LabLanguage.All)
                    Assert.Equal(LabText.Of(lab), LabText.Of(LabNormalForm.Of(language.Read(language.Write(document)))));
            },
            iter: 1000, print: json => json);
        output.WriteLine($"{all} labs, {pooled} with subnets, {stars} with a count");
        Assert.True(all > 300 && pooled > all / 2 && stars > all / 20, $"{all} labs, {pooled} with subnets, {stars} with a count");
    }

    /// <summary>Whatever a namespace may be called.</summary>
    [Theory]
    [InlineData("o'ne")]
    [InlineData("\u2018typo\u2019")]
    [InlineData("a:b")]
    [InlineData("sp ace: x")]
    [InlineData("yes")]
    [InlineData("null")]
    [InlineData("007")]
    [InlineData("1e3")]
    [InlineData("12:30")]
    [InlineData("-x")]
    [InlineData("#c")]
    [InlineData("a, b]")]
    [InlineData("{x}")]
    [InlineData("$(x)")]
    [InlineData("\"q\\")]
    [InlineData("two\nlines")]
    [InlineData("ümläut \u001b")]
    [InlineData("if")]
    public void Names_of_all_kinds_are_quoted_where_they_need_it(string name)
    {
        var other = new LabEnd(LabNodeKind.Namespace, "other", "eth0") { MacAddress = new MacAddress([2, 0, 0, 0, 0, 1]) };
        var lab = LabNormalForm.Of(new LabDescription("rt")
        {
            Namespaces = new[] { new LabNamespace(name) { Forwarding = true }, new LabNamespace("other") }.ToSnapshotList(),
            Links = new[] { new LabLink(new LabEnd(LabNodeKind.Namespace, name, "eth0"), other), new LabLink(new LabEnd(LabNodeKind.Namespace, name, "x'1"), other with { Name = "eth1", MacAddress = null }) }.ToSnapshotList(),
            Reachability = new[] { new LabExpectation(name, "other", true) }.ToSnapshotList(),
        });
        foreach (var language in LabLanguage.All)
            Assert.Equal(lab, LabNormalForm.Of(language.Read(language.Write(DescriptionDocument.Of(lab)))));
    }

    [Theory]
    [InlineData("tutorial.psd1")]
    [InlineData("two-bridges.psd1")]
    [InlineData("dual-stack.psd1")]
    [InlineData("star-100.psd1")]
    [InlineData("chain.json")]
    public void Examples_are_written_about_as_shortly_as_people_wrote_them(string example)
    {
        var file = Path.Combine(LabFiles.Examples, example);
        var language = LabLanguage.All.Single(language => example.EndsWith(language.Name, StringComparison.Ordinal));
        var lab = language.Read(File.ReadAllText(file));

        var text = language.Write(DescriptionDocument.Of(lab));

        output.WriteLine(text);
        Assert.Equal(LabNormalForm.Of(lab), LabNormalForm.Of(language.Read(text)));
        var lines = File.ReadLines(file).Count(line => !line.TrimStart().StartsWith('#'));
        Assert.InRange(text.Split('\n').Length, 3, lines + 6);
    }
}
