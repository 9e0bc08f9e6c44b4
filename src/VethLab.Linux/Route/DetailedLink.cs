using VethLab.Linux.Netlink;
using VethLab.Linux.Route.LinkKinds;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>
/// A link, and as text whatever else somebody has set of it: other names, settings of its kind and as a port. What the kernel finds and counts by
/// itself, timers above all, is left out, so that two texts are equal unless somebody changed something.
/// </summary>
/// <param name="Link">The link.</param>
/// <param name="Details">Attributes by their numbers (if_link.h): "names 53=… data 1=… port 4=…"; empty where nothing is to be told.</param>
public sealed record DetailedLink(LinkMessage Link, string Details)
{
    internal static DetailedLink? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (LinkMessage.Decode(type, body) is not { } link)
            return null;
        var details = new List<string>();
        foreach (var attribute in new NetlinkAttributes(body[IFINFOMSG_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case IFLA_PROP_LIST: Add("names", attribute.Nested, _ => true); break;
                case IFLA_PROMISCUITY when attribute.AsUInt32() > 0: details.Add($"promiscuity {attribute.AsUInt32()}"); break;
                case IFLA_PROTO_DOWN when attribute.AsByte() > 0: details.Add("protodown on"); break;
                case IFLA_LINKINFO: AddInfo(attribute.Nested); break;
            }
        }
        return new DetailedLink(link, string.Join(' ', details));

        void AddInfo(NetlinkAttributes info)
        {
            var portKind = string.Empty;
            foreach (var attribute in info)
            {
                if (attribute.Type == IFLA_INFO_DATA)
                    Add("data", attribute.Nested, number => link.Kind != BridgeLink.KindName || IsBridgeSetting(number));
                else if (attribute.Type == IFLA_INFO_SLAVE_KIND)
                    portKind = attribute.AsString();
                else if (attribute.Type == IFLA_INFO_SLAVE_DATA)
                    Add("port", attribute.Nested, number => portKind != BridgeLink.KindName || IsPortSetting(number));
            }
        }

        void Add(string word, NetlinkAttributes attributes, Func<int, bool> isMeant)
        {
            if (AttributeText.Of(attributes, isMeant) is { Length: > 0 } text)
                details.Add($"{word} {text}");
        }
    }

    /// <summary>
    /// Not root, ids and costs that ports and spanning tree bring (10 to 13), topology changes and timers (14 to 19), the querier's state (47) and
    /// how many addresses were learned (48).
    /// </summary>
    private static bool IsBridgeSetting(int number) => number is not ((>= 10 and <= 19) or 47 or 48);

    /// <summary>Not the state (1), what spanning tree found, the port's number and timers (13 to 23), and what multicast counts (38, 41).</summary>
    private static bool IsPortSetting(int number) => number is not (1 or (>= 13 and <= 23) or 38 or 41);
}
