using System.Globalization;
using VethLab.Linux.Packets;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Capture;

/// <summary>
/// A filter out of the words that users write: each parameter's words are one group, of which one has to hold; a word with '!' before it must not.
/// </summary>
public sealed class FilterWords
{
    private readonly List<PacketFilter.Group> groups = [];
    private readonly List<string> texts = [];

    /// <summary>What was said so far.</summary>
    public PacketFilter Filter => new() { Groups = [.. groups] };

    /// <summary>The same for people; null: nothing.</summary>
    public string? Text => texts.Count == 0 ? null : string.Join(", ", texts);

    /// <summary>Names of protocols, as <see cref="ProtocolTests"/> knows them.</summary>
    /// <exception cref="NetworkException">FilterInvalid: there is no such protocol.</exception>
    public void AddProtocols(IEnumerable<string> words) => Add("protocol", words, word => ProtocolTests.Find(word) ?? throw new NetworkException(
        NetworkError.FilterInvalid, $"No protocol is called '{word}'.", word,
        $"There are {string.Join(", ", ProtocolTests.Names)}; IP-89 is a protocol of IP by its number, 0x88cc an EtherType."));

    /// <summary>IPv4 and IPv6 addresses and networks.</summary>
    /// <exception cref="NetworkException">InvalidAddress, InvalidPrefixLength.</exception>
    public void AddHosts(IEnumerable<string> words) => Add("host", words, word =>
    {
        if (!word.Contains('/', StringComparison.Ordinal))
        {
            var address = AddressText.ParseAddress(word);
            return FrameTest.Host(address, address.GetAddressBytes().Length * 8);
        }
        var network = AddressText.ParsePrefix(word).Network;
        return FrameTest.Host(network.Address, network.Length);
    });

    /// <summary>Ports, and ranges of them: 80, 8000-8080.</summary>
    /// <exception cref="NetworkException">FilterInvalid.</exception>
    public void AddPorts(IEnumerable<string> words) => Add("port", words, word =>
    {
        var ends = word.Split('-');
        if (ends.Length > 2 || !ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first)
            throw new NetworkException(NetworkError.FilterInvalid, $"'{word}' is no port.", word, "A port is a number from 0 to 65535; 8000-8080 are all from one to the other.");
        return FrameTest.Port(first, last);
    });

    /// <exception cref="NetworkException">InvalidMacAddress.</exception>
    public void AddMacs(IEnumerable<string> words) => Add("MAC", words, word => MacAddress.TryParse(word, out var mac)
        ? FrameTest.Mac(mac)
        : throw new NetworkException(NetworkError.InvalidMacAddress, $"'{word}' is no MAC address.", word, "Write six pairs of hexadecimal digits: 02:42:ac:11:00:02."));

    /// <summary>EtherTypes as numbers, 0x88cc or 35020, or by the name of a protocol that has one.</summary>
    /// <exception cref="NetworkException">FilterInvalid.</exception>
    public void AddEtherTypes(IEnumerable<string> words) => Add("EtherType", words, word =>
    {
        var isHexadecimal = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!ushort.TryParse(isHexadecimal ? word.AsSpan(2) : word, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var type))
            throw new NetworkException(NetworkError.FilterInvalid, $"'{word}' is no EtherType.", word, "It is a number of 16 bits: 0x0800 is IPv4, 0x0806 ARP, 0x86dd IPv6.");
        return FrameTest.EtherType(type);
    });

    /// <summary>Numbers of VLANs.</summary>
    /// <exception cref="NetworkException">FilterInvalid.</exception>
    public void AddVlans(IEnumerable<string> words) => Add("VLAN", words, word => ushort.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < 4096
        ? FrameTest.Vlan(id)
        : throw new NetworkException(NetworkError.FilterInvalid, $"'{word}' is no VLAN.", word, "A VLAN is a number from 0 to 4095; -Protocol VLAN takes all of them."));

    private void Add(string what, IEnumerable<string> words, Func<string, FrameTest> testOf)
    {
        var any = new List<FrameTest>();
        var none = new List<FrameTest>();
        var all = words.ToList();
        foreach (var word in all)
        {
            if (word.StartsWith('!'))
                none.Add(testOf(word[1..]));
            else
                any.Add(testOf(word));
        }
        if (all.Count == 0)
            return;
        groups.Add(new PacketFilter.Group(any, none));
        texts.Add($"{what} {string.Join(' ', all)}");
    }
}
