using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using VethLab.Networks.Labs.Drawing;
using VethLab.Networks.Labs.Drawing.Picture;

namespace VethLab.Tests.Labs;

/// <summary>Drawings: nothing covers anything else, nobody is left out, and names stay names.</summary>
public partial class LabDrawingTests
{
    private sealed record Box(string What, double X, double Y, double Width, double Height)
    {
        internal bool Meets(Box other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
    }

    private static IEnumerable<LabTopology> Labs() =>
        new[] { 0, 1, 2, 3, 7, 10, 11, 99, 100, 101, 300 }.Select(count => DrawnLab.Star(count, i => $"ns{i}", i => (LinkCondition)(i % 3)))
            .Append(DrawnLab.Star(DrawnLab.HostileNames.Length, i => DrawnLab.HostileNames[i])).Concat(Enumerable.Range(1, 300).Select(DrawnLab.Random));

    [Fact]
    public void No_card_and_no_name_of_an_end_covers_another()
    {
        foreach (var lab in Labs())
        {
            var picture = PictureLayout.Place(lab);
            Assert.Equal(lab.Nodes.Count, picture.Cards.Count);
            var boxes = picture.Cards.Select(card => new Box($"card {card.Card.Title}", card.X, card.Y, card.Width, card.Height))
                .Concat(picture.Labels.Select(label => new Box($"label {label.Text}", label.X, label.Y - PlacedLabel.Size, label.Width, PlacedLabel.Size + 2))).ToList();
            for (var i = 0; i < boxes.Count; i++)
            {
                Assert.True(boxes[i].X >= -0.1 && boxes[i].Y >= -0.1 && boxes[i].X + boxes[i].Width <= picture.Width + 0.1 && boxes[i].Y + boxes[i].Height <= picture.Height + 0.1, $"{boxes[i]} is outside");
                for (var j = i + 1; j < boxes.Count; j++)
                    Assert.False(boxes[i].Meets(boxes[j]), $"{boxes[i]} and {boxes[j]}");
            }
        }
    }

    [Fact]
    public void What_is_written_on_a_card_stays_on_it()
    {
        foreach (var lab in Labs())
        {
            foreach (var card in XDocument.Parse(SvgDrawing.Draw(lab)).Descendants().Where(element => $"{element.Attribute("class")?.Value}".StartsWith("node ", StringComparison.Ordinal)))
            {
                var room = Number(card.Elements().First(element => element.Name.LocalName == "rect"), "width");
                var rows = card.Elements().Where(element => element.Name.LocalName == "text").GroupBy(element => element.Attribute("y")!.Value);
                foreach (var row in rows)
                {
                    var end = 0.0;
                    foreach (var text in row.OrderBy(text => Number(text, "x")))
                    {
                        Assert.True(Number(text, "x") >= end, $"{text.Value} begins before what is left of it ends");
                        end = Number(text, "x") + Number(text, "textLength");
                    }
                    Assert.True(end <= room - 8, $"{row.Last().Value} leaves its card");
                }
            }
        }
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    [Fact]
    public void Every_link_has_its_line()
    {
        foreach (var lab in Labs())
            Assert.Equal(lab.Edges.Count, PictureLayout.Place(lab).Wires.Select(wire => wire.Edge).OfType<TopologyEdge>().Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void A_drawing_of_text_keeps_its_width_and_names_all()
    {
        foreach (var lab in Labs())
        {
            foreach (var (width, ascii) in new[] { (40, false), (80, true), (80, false), (200, false) })
            {
                var text = TextDrawing.Draw(lab, width, ascii);
                Assert.All(text.Split('\n'), line => Assert.InRange(ShownText.Width(line), 0, width));
                Assert.All(lab.Nodes.Where(node => node.Name.StartsWith("node", StringComparison.Ordinal)), node => Assert.True(text.Contains(node.Name, StringComparison.Ordinal), $"{node.Name} in {width} columns:\n{text}"));
                Assert.DoesNotMatch(ascii ? NotAscii() : Tricks(), text);
            }
        }
    }

    [Fact]
    public void Names_are_text_in_a_picture()
    {
        var names = DrawnLab.HostileNames;
        var picture = XDocument.Parse(SvgDrawing.Draw(DrawnLab.Star(names.Length, i => names[i])));
        Assert.Equal(
            ["circle", "desc", "g", "path", "rect", "style", "svg", "text", "title"], picture.Descendants().Select(element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(picture.Descendants().SelectMany(element => element.Attributes()), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        var titles = picture.Descendants().Where(element => element.Attribute("class")?.Value == "title").Select(element => element.Value).ToList();
        Assert.Contains("<script>alert(1)</script>", titles);
        Assert.Contains("x\\u202ey\\u200f", titles);
        Assert.DoesNotMatch(Tricks(), picture.ToString());
    }

    [Fact]
    public void A_picture_and_a_page_need_nothing_from_elsewhere()
    {
        foreach (var text in new[] { SvgDrawing.Draw(DrawnLab.Star(3, i => $"ns{i}")), HtmlDrawing.Draw(DrawnLab.Star(3, i => $"ns{i}")) })
            Assert.DoesNotMatch(Elsewhere(), text.Replace("xmlns=\"http://www.w3.org/2000/svg\"", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_are_data_in_a_page()
    {
        var names = DrawnLab.HostileNames;
        var page = HtmlDrawing.Draw(DrawnLab.Star(names.Length, i => names[i]));
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        Assert.DoesNotContain("]]>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Tricks(), page);
        var data = JsonDocument.Parse(Regex.Match(page, "id=\"lab\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);
        Assert.Equal(names.Select(name => ShownText.Of(name)), data.RootElement.EnumerateArray().Skip(1).Select(node => node.GetProperty("name").GetString()));
    }

    [Fact]
    public void Names_are_no_syntax_in_Mermaid_and_Graphviz()
    {
        foreach (var name in DrawnLab.HostileNames)
        {
            Assert.Matches("^([\\p{L}\\p{N} .:/,-]|#[0-9]+;)*$", MermaidDrawing.Escape(name));
            Assert.Equal(ShownText.Of(name), Regex.Replace(MermaidDrawing.Escape(name), "#([0-9]+);", match => char.ConvertFromUtf32(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))));
            Assert.Matches(@"^([^""\\]|\\[""\\])*$", DotDrawing.Escape(name));
        }
    }

    [Fact]
    public void A_text_that_is_fitted_keeps_its_ends_and_its_width()
    {
        Assert.Equal("abcdef", ShownText.Fit("abcdef", 6));
        Assert.Equal("ab…ef", ShownText.Fit("abcdef", 5));
        Assert.Equal("名…間", ShownText.Fit("名前空間", 6));
        Assert.Equal("ab…", ShownText.Cut("abcdef", 3));
        Assert.Equal((8, 1, 2), (ShownText.Width("名前空間"), ShownText.Width("é̂"), ShownText.Width("ab")));
        Assert.Equal(@"\x1b\x0a\u202e\U000e0001", ShownText.Of("\u001b\n\u202e\U000E0001"));
    }

    [GeneratedRegex(@"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")]
    private static partial Regex Tricks();

    [GeneratedRegex(@"[^\x20-\x7e\n]")]
    private static partial Regex NotAscii();

    [GeneratedRegex("https?:|[\"' (]//|@import|url\\(|src=|href=|fetch\\(|XMLHttpRequest|import\\(")]
    private static partial Regex Elsewhere();
}
