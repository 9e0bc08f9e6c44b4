using System.Net;
using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Nat;

/// <summary>Whose packets are masqueraded: a network, or the addresses between two.</summary>
public sealed record MasqueradeSource
{
    private MasqueradeSource(IPPrefix? network, IPAddress from, IPAddress to)
    {
        Network = network;
        From = from;
        To = to;
    }

    /// <summary>The network; null where it is a range.</summary>
    public IPPrefix? Network { get; }

    /// <summary>The first address.</summary>
    public IPAddress From { get; }

    /// <summary>The last address of a range.</summary>
    public IPAddress To { get; }

    internal NfFamily Family => From.AddressFamily == AddressFamily.InterNetwork ? NfFamily.IPv4 : NfFamily.IPv6;

    public static MasqueradeSource Of(IPPrefix network) => new(network, network.Address, network.Address);

    internal static MasqueradeSource Of(AddressRangeMatch range) => new(null, range.From, range.To);

    /// <summary>"192.168.88.0/24", or "192.168.88.10-192.168.88.20".</summary>
    /// <exception cref="NetworkException">InvalidAddress, InvalidPrefixLength; WrongAddressFamily, InvalidValue: not a range.</exception>
    public static MasqueradeSource Parse(string text)
    {
        if (text.IndexOf('-', StringComparison.Ordinal) is not (> 0 and var at))
            return Of(AddressText.ParseNetwork(text));
        var (from, to) = (AddressText.ParseAddress(text[..at].Trim()), AddressText.ParseAddress(text[(at + 1)..].Trim()));
        if (from.AddressFamily != to.AddressFamily)
            throw new NetworkException(NetworkError.WrongAddressFamily, $"'{text}' begins and ends in different families.", text, "A range lies in IPv4 or in IPv6: 192.168.88.10-192.168.88.20.");
        return from.GetAddressBytes().AsSpan().SequenceCompareTo(to.GetAddressBytes()) <= 0
            ? new MasqueradeSource(null, from, to)
            : throw new NetworkException(NetworkError.InvalidValue, $"'{text}' ends before it begins.", text, "The lower address comes first: 192.168.88.10-192.168.88.20.");
    }

    internal NfExpressionList Match(PacketEnd end, bool negated = false) => (Network, end) switch
    {
        ({ Length: 0 }, _) => NfExpressionList.Empty,
        ({ } network, PacketEnd.Source) => Linux.NfTables.Match.SourceNetwork(network.Address, network.Length, negated),
        ({ } network, _) => Linux.NfTables.Match.DestinationNetwork(network.Address, network.Length, negated),
        (null, PacketEnd.Source) => Linux.NfTables.Match.SourceRange(From, To, negated),
        _ => Linux.NfTables.Match.DestinationRange(From, To, negated),
    };

    internal bool Contains(IPAddress address)
    {
        if (Network is { } network)
            return network.Contains(address);
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == From.AddressFamily
            && bytes.AsSpan().SequenceCompareTo(From.GetAddressBytes()) >= 0 && bytes.AsSpan().SequenceCompareTo(To.GetAddressBytes()) <= 0;
    }

    public override string ToString() => Network is { } network ? $"{network}" : $"{From}-{To}";
}
