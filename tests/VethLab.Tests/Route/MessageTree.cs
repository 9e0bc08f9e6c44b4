using System.Buffers.Binary;
using VethLab.Linux.Netlink;

namespace VethLab.Tests.Route;

/// <summary>
/// A message of route netlink as one line for its header and one for each attribute, "18/2/1/3 = 00ff…", sorted: the kernel does not care
/// about the order. ip and VethLab may write the same things in another order and with or without NLA_F_NESTED, and nothing else.
/// </summary>
internal static class MessageTree
{
    private static readonly HashSet<string> Nested = ["18", "18/2", "26", "26/10"];

    /// <summary>struct ifinfomsg stands before the attributes of a veth's peer.</summary>
    private const string VethPeer = "18/2/1";

    /// <summary>IFLA_NET_NS_FD: its value differs from process to process.</summary>
    private const string NamespaceDescriptor = "28";

    /// <summary>RTM_SETLINK: in other messages the numbers of <see cref="Nested"/> mean other things.</summary>
    private const ushort LastLinkType = 19;

    public static List<string> Of(ReadOnlySpan<byte> message, bool isVeth = false)
    {
        var type = BinaryPrimitives.ReadUInt16LittleEndian(message[4..]);
        var fixedLength = type switch { >= 16 and <= 19 => 16, >= 20 and <= 22 => 8, >= 24 and <= 30 => 12, _ => 4 };
        var lines = new List<string>
        {
            $"type {type}, flags {BinaryPrimitives.ReadUInt16LittleEndian(message[6..]):x}",
            $"fixed {Convert.ToHexString(message.Slice(16, fixedLength))}",
        };
        Walk(message[(16 + fixedLength)..], "", lines, type <= LastLinkType ? Nested : [], isVeth);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static void Walk(ReadOnlySpan<byte> attributes, string above, List<string> lines, HashSet<string> nested, bool isVeth)
    {
        foreach (var attribute in new NetlinkAttributes(attributes))
        {
            var path = $"{above}{attribute.Type}";
            if (isVeth && path == VethPeer)
            {
                lines.Add($"{path} fixed {Convert.ToHexString(attribute.Payload[..16])}");
                Walk(attribute.Payload[16..], path + "/", lines, nested, isVeth);
            }
            else if (nested.Contains(path))
            {
                lines.Add($"{path} {{");
                Walk(attribute.Payload, path + "/", lines, nested, isVeth);
            }
            else if (path.EndsWith(NamespaceDescriptor, StringComparison.Ordinal))
            {
                lines.Add($"{path} = a descriptor");
            }
            else
            {
                lines.Add($"{path} = {Convert.ToHexString(attribute.Payload)}");
            }
        }
    }
}
