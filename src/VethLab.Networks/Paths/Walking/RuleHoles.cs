using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Rules of the routing policy that take packets themselves: blackhole, unreachable, prohibit (ip-rule(8)).</summary>
internal static class RuleHoles
{
    /// <summary>Reports one that fits the kernel's refusal; false where there is none. The kernel does not say which rule it was.</summary>
    internal static bool Report(WalkContext context, PathSpace space, TravellingPacket packet, RouteLookup lookup, Arrival? arrival)
    {
        var rule = space.Rules.Where(rule => rule.Family == (byte)packet.Header.Family && KindOf(rule) is { } kind && RouteDiagnosis.Fits(kind, lookup.Error))
            .OrderBy(rule => rule.Priority).FirstOrDefault(rule => Selects(rule, packet, arrival) != false);
        if (rule is null)
            return false;
        var words = $"the rule '{rule.Priority}: {rule.Selector} {rule.Action}' in {space.Description} takes packets from {packet.Source} to {packet.Destination} ({lookup.Error})";
        var fix = Repair.Inside(space, $"{(packet.Family == AddressFamily.InterNetworkV6 ? "ip -6" : "ip")} rule delete pref {rule.Priority}");
        if (Selects(rule, packet, arrival) == true)
            context.Report.Certain(PathCause.BlackholeRoute, words, fix);
        else
            context.Report.Suspect(PathCause.BlackholeRoute, words, fix);
        return true;
    }

    private static RouteType? KindOf(RuleMessage rule) => rule.Action switch
    {
        "blackhole" => RouteType.Blackhole,
        "unreachable" => RouteType.Unreachable,
        "prohibit" => RouteType.Prohibit,
        _ => null,
    };

    /// <summary>Whether a rule is for a packet; null where it asks for what is not read here, as marks and ports.</summary>
    private static bool? Selects(RuleMessage rule, TravellingPacket packet, Arrival? arrival)
    {
        var words = rule.Selector.Split(' ');
        if (words[0] == "not")
            return null;
        bool? selects = true;
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            bool? fits = words[i] switch
            {
                "from" => words[i + 1] == "all" ? true : Holds(words[i + 1], packet.Source),
                "to" => Holds(words[i + 1], packet.Destination),
                "iif" => words[i + 1] == (arrival?.In.Name ?? "lo"),
                "proto" => true,
                _ => null,
            };
            if (fits == false)
                return false;
            selects = fits is null ? null : selects;
        }
        return selects;
    }

    private static bool? Holds(string prefix, IPAddress address) => IPPrefix.TryParse(prefix, out var network) ? network.Contains(address) : null;
}
