using VethLab.Linux.NfTables;

namespace VethLab.Networks.Firewall;

/// <summary>Writes priorities as nft(8) does ("Standard priority names"): a name that is at most 10 away, and how far.</summary>
internal static class PriorityName
{
    private const int Reach = 10;

    private static readonly (string Name, int Priority)[] Everywhere = [("raw", -300), ("mangle", -150), ("filter", 0), ("security", 50)];

    internal static string Of(NfFamily family, NfHook hook, int priority)
    {
        foreach (var (name, standard) in Names(family, hook))
        {
            var distance = priority - standard;
            if (Math.Abs(distance) <= Reach)
                return distance == 0 ? name : $"{name} {(distance > 0 ? '+' : '-')} {Math.Abs(distance)}";
        }
        return $"{priority}";
    }

    private static IEnumerable<(string Name, int Priority)> Names(NfFamily family, NfHook hook) => family switch
    {
        NfFamily.Arp or NfFamily.Netdev => [("filter", 0)],
        NfFamily.Bridge => hook switch
        {
            NfHook.Prerouting => [("filter", -200), ("dstnat", -300)],
            NfHook.Output => [("filter", -200), ("out", 100)],
            NfHook.Postrouting => [("filter", -200), ("srcnat", 300)],
            _ => [("filter", -200)],
        },
        _ => hook switch
        {
            NfHook.Prerouting => Everywhere.Append(("dstnat", -100)),
            NfHook.Postrouting => Everywhere.Append(("srcnat", 100)),
            NfHook.Ingress => [("filter", 0)],
            _ => Everywhere,
        },
    };
}
