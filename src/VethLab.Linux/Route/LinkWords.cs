using VethLab.Linux.Netlink;
using VethLab.Linux.Route.LinkKinds;

namespace VethLab.Linux.Route;

/// <summary>Words that the kernel says of most links: one string for all, since of a thousand links each its own would be a tenth of what they take of memory.</summary>
internal static class LinkWords
{
    /// <summary>A link's kind or queueing discipline.</summary>
    internal static string Of(NetlinkAttribute attribute)
    {
        var text = attribute.Text;
        return text.SequenceEqual("veth"u8) ? VethLink.KindName
            : text.SequenceEqual("bridge"u8) ? BridgeLink.KindName
            : text.SequenceEqual("noqueue"u8) ? "noqueue"
            : text.SequenceEqual("noop"u8) ? "noop"
            : attribute.AsString();
    }
}
