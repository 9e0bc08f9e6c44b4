using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Writes command lines that mend something, for the caller's PowerShell.</summary>
internal static class Repair
{
    /// <summary>" -Namespace ns01"; nothing for the caller's own namespace where that has no name.</summary>
    internal static string On(PathSpace space) => NameOf(space) is { } name ? $" -Namespace {name}" : string.Empty;

    /// <summary>Other programs' commands, in a namespace.</summary>
    internal static string Inside(PathSpace space, params IEnumerable<string> commands)
    {
        var all = string.Join("; ", commands);
        return NameOf(space) is { } name ? $"Invoke-NetNamespace {name} {{ {all} }}" : all;
    }

    /// <summary>Several steps in one line.</summary>
    internal static string Join(params IEnumerable<string?> steps) => string.Join("; ", steps.Where(step => !string.IsNullOrEmpty(step)));

    internal static string Sysctl(PathSpace space, string key, string value) => Inside(space, Setting(key, value));

    /// <summary>Writes a setting. Set-Content would not: it writes behind what it has just cut off, where the kernel takes nothing.</summary>
    internal static string Setting(string key, string value) => $"'{value}' > /proc/sys/net/{Word(key)}";

    internal static string Up(PathEnd end) => $"Set-NetInterface {Word(end.Name)}{On(end.Space)} -Up";

    /// <summary>The router by which packets come to an end of a path that has no default route for the answers; null: it needs none.</summary>
    internal static System.Net.IPAddress? GatewayBack(WalkContext context, PathEnd end)
    {
        var family = context.Packet.Family;
        if (context.IsReturn || context.Departures[^1] is { IsOrigin: true } || end.AddressesOf(family).Any(address => address.Address.Contains(context.Packet.Source)) || end.Space.Routes.Any(route => route.Destination.Length == 0 && route.Destination.Family == family && route.Hops.Count > 0))
            return null;
        return context.Departures[^1].Out.AddressesOf(family).Select(address => address.Address).FirstOrDefault(address => address.Contains(context.Departures[^1].NextHop))?.Address;
    }

    /// <summary>What brings an interface of a path's end up again, and the default route that went with it.</summary>
    internal static string UpWithRoute(WalkContext context, PathEnd end) => Join(
        Up(end),
        GatewayBack(context, end) is { } gateway && end.Space.Own(context.Packet.Destination)?.InterfaceIndex == end.Link.Index
            ? $"New-NetRoute {(gateway.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "::/0" : "0.0.0.0/0")} {gateway}{On(end.Space)}"
            : null);

    /// <summary>A word of PowerShell, quoted where it has to be.</summary>
    internal static string Word(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/') && text[0] != '-'
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string? NameOf(PathSpace space) => space.Session switch
    {
        { Name: { } name } => Word(name),
        { IsHere: true } => null,
        _ => NamespaceLocator.ProcessIn(space.Session.Handle.Inode) is { } process ? $"pid:{process}" : null,
    };
}
