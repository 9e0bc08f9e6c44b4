using System.Globalization;
using System.Net;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Routes;

/// <summary>One way out of a new route: a next hop, an interface or both.</summary>
public sealed record HopDescription
{
    public IPAddress? NextHop { get; init; }

    public string? InterfaceAlias { get; init; }

    /// <summary>Its share of the packets where there are several ways, from 1 to 256.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Take the next hop for a neighbour, whatever the addresses say.</summary>
    public bool OnLink { get; init; }

    /// <summary>Reads what users write and <see cref="RoutePath"/> says: an address, then "dev NAME", "weight NUMBER" and "onlink" as ip-route(8) has them.</summary>
    /// <exception cref="NetworkException">InvalidAddress, InvalidValue.</exception>
    public static HopDescription Parse(string text)
    {
        var hop = new HopDescription();
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (words.Count == 0 || words.Peek() is not ("dev" or "weight" or "onlink"))
            hop = hop with { NextHop = AddressText.ParseAddress(words.TryDequeue(out var address) ? address : text) };
        while (words.TryDequeue(out var word))
        {
            hop = word switch
            {
                "dev" when words.TryDequeue(out var name) => hop with { InterfaceAlias = name },
                "weight" when words.TryDequeue(out var number) => hop with { Weight = ParseWeight(text, number) },
                "onlink" => hop with { OnLink = true },
                // What the kernel found about a way that was read.
                "dead" or "linkdown" or "offload" or "pervasive" or "trap" or "unresolved" => hop,
                _ => throw Invalid(text, $"'{word}' says nothing here"),
            };
        }
        return hop;
    }

    /// <summary>Whether it says nothing that is not so of a way that was read; a weight of 1 says nothing.</summary>
    internal bool Describes(RoutePath path) =>
        (NextHop is null || NextHop.ToString() == path.NextHop) && (InterfaceAlias is null || InterfaceAlias == path.InterfaceAlias)
        && (Weight == 1 || Weight == path.Weight);

    private static int ParseWeight(string text, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight is >= 1 and <= 256
            ? weight
            : throw Invalid(text, $"a weight is a number from 1 to 256, which '{number}' is not");

    private static NetworkException Invalid(string text, string why) => new(
        NetworkError.InvalidValue, $"'{text}' is no next hop: {why}.", text,
        "Write an address, and where needed dev, weight or onlink behind it: '192.168.88.1 dev veth01 weight 2'.");
}
