using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Words;

namespace VethLab.Linux.NfTables.Xtables;

/// <summary>-p icmp --icmp-type and -p icmpv6 --icmpv6-type: struct ipt_icmp { u8 type (255 any); u8 code[2]; u8 invflags; }.</summary>
internal sealed record XtIcmp(string Protocol, byte Type, byte CodeFrom, byte CodeTo, bool Negated) : XtCondition
{
    private const byte Any = 255;

    internal static XtIcmp? Read(ReadOnlySpan<byte> info, string protocol) =>
        info.Length >= 4 ? new XtIcmp(protocol, info[0], info[1], info[2], (info[3] & 1) != 0) : null;

    internal override string Words
    {
        get
        {
            var name = Protocol == "icmp" ? ValueWords.IcmpType(Type) : ValueWords.Icmp6Type(Type);
            var code = CodeFrom == CodeTo ? $"{CodeFrom}" : $"{CodeFrom}-{CodeTo}";
            return Type == Any ? $"meta l4proto {Protocol}" : $"{Protocol} type {(Negated ? "!= " : "")}{name}{(CodeFrom == 0 && CodeTo == 255 ? "" : $" {Protocol} code {code}")}";
        }
    }

    internal override bool? Holds(PacketState state)
    {
        if (Type == Any && Protocol == "icmp")
            return !Negated;
        bool? isType = state.Packet.IcmpType is { } type ? type == Type : null;
        bool? isCode = CodeFrom == 0 && CodeTo == 255 ? true : state.Packet.IcmpCode is { } code ? CodeFrom <= code && code <= CodeTo : null;
        var both = isType & isCode;
        return Negated ? !both : both;
    }
}
