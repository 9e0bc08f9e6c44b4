using System.Text;
using CsCheck;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Export;

namespace VethLab.Tests.Labs.Generated;

/// <summary>What is written of a description is read as the same description.</summary>
public class LabWrittenTests
{
    [Fact]
    public void As_Json() => LabGenerator.Any.Sample(spec => AssertSame(spec, document => Json(JsonWriter.Write(document))), iter: 2000, print: spec => LabText.Of(LabBuilder.Build(spec, "rt")));

    [Fact]
    public void As_Yaml() => LabGenerator.Any.Sample(spec => AssertSame(spec, document => Yaml(YamlWriter.Write(document))), iter: 2000, print: spec => LabText.Of(LabBuilder.Build(spec, "rt")));

    [Theory]
    [InlineData("it's")]
    [InlineData("a \"b\" \\ c")]
    [InlineData("no")]
    [InlineData("1:30")]
    [InlineData("007")]
    [InlineData("- x")]
    [InlineData("x # y")]
    [InlineData("a, b: {c}")]
    [InlineData("&anchor")]
    [InlineData("tab\there\u200f\u2028é€😀")]
    [InlineData(" ends ")]
    [InlineData("key:")]
    public void With_any_name(string name)
    {
        var lab = LabNormalForm.Of(new LabDescription("x")
        {
            Namespaces = [new LabNamespace(name) { Forwarding = true }, new LabNamespace("plain")],
            Links = [new LabLink(new LabEnd(LabNodeKind.Namespace, name, "eth0"), new LabEnd(LabNodeKind.Namespace, "plain", "it's,#")) { Mtu = 1400 }],
            Reachability = [new LabExpectation(name, "plain", true), new LabExpectation("plain", name, false)],
        });
        Assert.Equal(lab, Json(JsonWriter.Write(DescriptionDocument.Of(lab))));
        Assert.Equal(lab, Yaml(YamlWriter.Write(DescriptionDocument.Of(lab))));
    }

    [Fact]
    public void Reads_as_people_write()
    {
        var lab = Described.Lab(
            """
            { 'name': 'demo', 'bridges': { 'br01': { 'subnet': '10.0.0.0/24' } }, 'namespaces': ['a', 'b'], 'masquerade': true,
              'links': [{ 'ends': ['a', 'br01'] }, { 'ends': ['b:eth0', 'br01:port'], 'mtu': 1400 }], 'reachability': [{ 'from': 'a', 'to': 'b', 'reachable': false }] }
            """);
        var document = DescriptionDocument.Of(lab);
        Assert.Equal(
            """
            @{
                name = 'demo'
                bridges = @{
                    br01 = @{ subnet = '10.0.0.0/24' }
                }
                namespaces = 'a', 'b'
                links = @(
                    @{ ends = 'a', 'br01:veth01' }
                    @{ ends = 'b', 'br01:port'; mtu = 1400 }
                )
                masquerade = $true
                reachability = @(
                    @{ from = 'a'; to = 'b'; reachable = $false }
                )
            }

            """, DataFileWriter.Write(document));
        Assert.Equal(
            """
            name: demo
            bridges:
              br01: { subnet: 10.0.0.0/24 }
            namespaces: [a, b]
            links:
              - { ends: [a, br01:veth01] }
              - { ends: [b, br01:port], mtu: 1400 }
            masquerade: true
            reachability:
              - { from: a, to: b, reachable: false }

            """, YamlWriter.Write(document));
    }

    private static void AssertSame(LabSpec spec, Func<DocumentNode, LabDescription> through)
    {
        var lab = LabNormalForm.Of(LabBuilder.Build(spec, "rt"));
        Assert.Equal(LabText.Of(lab), LabText.Of(through(DescriptionDocument.Of(lab))));
    }

    private static LabDescription Json(string text)
    {
        var (root, problem) = JsonDocumentReader.Read(Encoding.UTF8.GetBytes(text), null);
        Assert.Null(problem);
        return Normal(LabDocument.Read(root!));
    }

    private static LabDescription Yaml(string text)
    {
        var (root, problems) = YamlDocumentReader.Read(Encoding.UTF8.GetBytes(text), null);
        Assert.Empty(problems);
        return Normal(LabDocument.Read(root!));
    }

    private static LabDescription Normal(LabReading reading)
    {
        Assert.Empty(reading.Problems);
        return LabNormalForm.Of(reading.Description!);
    }
}
