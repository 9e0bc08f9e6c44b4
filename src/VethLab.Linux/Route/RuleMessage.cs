using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>
/// A rule of the routing policy database (ip-rule(8), fib_rules.h): struct fib_rule_hdr { u8 family, destination length, source length, tos, table,
/// reserved, reserved, action; u32 flags; } and attributes.
/// </summary>
public sealed record RuleMessage
{
    private const int NotFlag = 2;

    private static readonly string[] Actions = ["", "lookup", "goto", "nop", "", "", "blackhole", "unreachable", "prohibit"];

    /// <summary>AF_INET, AF_INET6, or the kernel's for multicast routing (128, 129).</summary>
    public byte Family { get; init; }

    /// <summary>The smaller is asked first.</summary>
    public uint Priority { get; init; }

    /// <summary>Which packets it is for, in ip-rule(8)'s words where there are such: "from 10.0.0.0/8 iif eth0".</summary>
    public string Selector { get; init; } = string.Empty;

    /// <summary>What it does: "lookup 100".</summary>
    public string Action { get; init; } = string.Empty;

    internal static RuleMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWRULE)
            return null;
        if (body.Length < FIB_RULE_HDR_LENGTH)
            throw new InvalidDataException($"a rule of {body.Length} bytes");
        uint priority = 0, table = body[4];
        string from = "from all", action = string.Empty;
        var words = new List<string>();
        foreach (var attribute in new NetlinkAttributes(body[FIB_RULE_HDR_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case FRA_PRIORITY: priority = attribute.AsUInt32(); break;
                case FRA_TABLE: table = attribute.AsUInt32(); break;
                case FRA_SRC: from = $"from {Prefix(attribute.AsAddress(), body[2])}"; break;
                case FRA_DST: words.Add($"to {Prefix(attribute.AsAddress(), body[1])}"); break;
                case FRA_IIFNAME: words.Add($"iif {attribute.AsString()}"); break;
                case FRA_OIFNAME: words.Add($"oif {attribute.AsString()}"); break;
                case FRA_FWMARK: words.Add($"fwmark 0x{attribute.AsUInt32():x}"); break;
                case FRA_FWMASK when attribute.AsUInt32() != uint.MaxValue: words.Add($"fwmask 0x{attribute.AsUInt32():x}"); break;
                case FRA_GOTO: action = $" {attribute.AsUInt32()}"; break;
                case FRA_SUPPRESS_PREFIXLEN when attribute.AsInt32() >= 0: action += $" suppress_prefixlength {attribute.AsInt32()}"; break;
                case FRA_SUPPRESS_IFGROUP when attribute.AsInt32() >= 0: action += $" suppress_ifgroup {attribute.AsInt32()}"; break;
                case FRA_PROTOCOL when attribute.AsByte() != 0: words.Add($"proto {attribute.AsByte()}"); break;
                case FRA_PROTOCOL or FRA_FWMASK or FRA_SUPPRESS_PREFIXLEN or FRA_SUPPRESS_IFGROUP or FRA_PAD: break;
                // uidrange, ipproto, ports, l3mdev … and what later kernels add.
                default: words.Add($"{attribute.Type}=0x{Convert.ToHexString(attribute.Payload).ToLowerInvariant()}"); break;
            }
        }
        if (body[3] != 0)
            words.Add($"tos 0x{body[3]:x}");
        var name = body[7] < Actions.Length ? Actions[body[7]] : $"action {body[7]}";
        return new RuleMessage
        {
            Family = body[0],
            Priority = priority,
            Selector = (BinaryPrimitives.ReadUInt32LittleEndian(body[8..]) & NotFlag) != 0 ? $"not {string.Join(' ', [from, .. words])}" : string.Join(' ', [from, .. words]),
            Action = name == "lookup" ? $"lookup {table}{action}" : name + action,
        };
    }

    private static IPPrefix Prefix(IPAddress address, byte length) => new(address, Math.Min((int)length, IPPrefix.BitsOf(address)));
}
