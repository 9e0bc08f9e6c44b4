using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Drawing.Picture;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>
/// A lab as a page in one file, with a picture to search, zoom and ask. Its content security policy lets it load nothing and run exactly its own
/// script; what came from outside is data to that.
/// </summary>
internal static class HtmlDrawing
{
    internal static string Draw(LabTopology lab)
    {
        var style = DrawingResource.Read("picture.css") + DrawingResource.Read("page.css");
        var script = DrawingResource.Read("page.js");
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {Hash(style)}; script-src {Hash(script)}; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Lab {SvgDrawing.Escape(lab.Name)}</title>
            <style>{style}</style>
            </head>
            <body>
            <header role="toolbar" aria-label="View">
            <input id="search" type="search" placeholder="Search names, addresses …" aria-label="Search names, addresses, MACs, states" title="Words that a node must have; Enter: the next (/)" autocomplete="off" spellcheck="false">
            <output id="found" for="search"></output>
            <span class="buttons"><button id="out" title="Zoom out (-)" aria-label="Zoom out">&#8722;</button><button id="fit" title="Whole picture (0)">Fit</button><button id="in" title="Zoom in (+)" aria-label="Zoom in">+</button></span>
            </header>
            <main id="view" aria-label="Topology">{SvgDrawing.Draw(lab, PictureLayout.Place(lab), style: null, isInteractive: true)}</main>
            <aside id="details" aria-label="Details" aria-live="polite" hidden></aside>
            <script type="application/json" id="lab">{JsonSerializer.Serialize(DataOf(lab))}</script>
            <script>{script}</script>
            </body>
            </html>
            """.Replace("\r", string.Empty, StringComparison.Ordinal);
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static IEnumerable<object> DataOf(LabTopology lab)
    {
        var peers = lab.Edges.Where(edge => edge.End.Interface is not null && edge.Peer.Interface is not null)
            .SelectMany(edge => new[] { (edge.End, edge.Peer), (edge.Peer, edge.End) }).ToLookup(pair => pair.Item1.Node, pair => pair);
        return lab.Nodes.Select(node => new
        {
            name = ShownText.Of(node.Name),
            kind = NodeWords.Kind(node.Kind) is { Length: > 0 } kind ? kind : "namespace",
            duties = node.Duties.Select(duty => ShownText.Of(duty)),
            interfaces = node.Interfaces.Select(one => Interface(one, peers[node])).Concat(
                node.Kind == TopologyKind.Bridge ? peers[node].Select(pair => Interface(pair.Item1.Interface!, peers[node])) : []),
            routes = node.Routes.Select(route => ShownText.Of(route)),
        });
    }

    private static object Interface(NetInterface one, IEnumerable<(TopologyEnd Here, TopologyEnd There)> peers) => new
    {
        name = ShownText.Of(one.Name),
        state = NodeWords.Condition(NodeWords.ConditionOf(one)) is { Length: > 0 } wrong ? wrong : "up",
        kind = one.Kind,
        mac = one.MacAddress,
        mtu = one.Mtu,
        addresses = one.IPAddress,
        peer = peers.Where(pair => pair.Here.Interface!.Name == one.Name).Select(pair => ShownText.Of($"{pair.There.Node.Name} {pair.There.Name}")).FirstOrDefault(),
    };
}
