using System.Management.Automation;
using System.Net;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.PowerShell.Parameters;

/// <summary>Reads what to ping: an address, or an object that has one or leads to one.</summary>
internal static class PingTarget
{
    /// <summary>What a column of targets may be called in a table of the user's own.</summary>
    private static readonly string[] Columns = ["Destination", "TargetName", "ComputerName"];

    /// <summary>
    /// Its addresses, and the namespace that they are known in where only that makes sense: a route's next hop or a neighbour may be reached
    /// from there alone. Null: from wherever the cmdlet works.
    /// </summary>
    /// <exception cref="NetworkException">InvalidAddress.</exception>
    internal static (IReadOnlyList<IPAddress> Addresses, NamespaceReference? KnownIn) Of(PSObject destination)
    {
        if (destination.BaseObject is IPAddress address)
            return ([address], null);
        var piped = new PipedObject(destination);
        if (Array.Find(Columns, name => piped.Has(name)) is { } column && !piped.Has("Sequence"))
            return ([Need(piped.Text(column), destination, "no address")], null);
        if (!piped.IsOurs && !piped.Has("IPAddress"))
            return ([AddressText.ParseAddress($"{destination.BaseObject}")], null);
        if (piped.Has("DestinationPrefix"))
        {
            var hops = piped.Text("NextHop") is { } only ? [AddressText.ParseAddress(only)] : piped.Ways().Select(way => way.NextHop).OfType<IPAddress>().ToList();
            return hops.Count > 0 ? (hops, piped.Place) : throw Nothing(destination, "no next hop");
        }
        if (piped.Has("Destination", "Sequence"))
            return ([Need(piped.Text("Destination"), destination, "no address")], piped.Place);
        var texts = piped.Texts("IPAddress");
        if (texts.Count == 0)
            throw Nothing(destination, "no address");
        return ([.. texts.Select(text => AddressText.ParseAddress(text.Split('/')[0]))], piped.Has("State", "InterfaceIndex") && !piped.Has("PrefixLength") ? piped.Place : null);
    }

    private static IPAddress Need(string? text, PSObject destination, string what) =>
        text is null ? throw Nothing(destination, what) : AddressText.ParseAddress(text);

    private static NetworkException Nothing(PSObject destination, string what) => new(
        NetworkError.InvalidAddress, $"'{destination}' has {what} to ping.", destination.BaseObject, "Give it one with New-NetIPAddress, or name an address.");
}
