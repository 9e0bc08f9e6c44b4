using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Xtables;

/// <summary>What a match of iptables means; those that are understood say it in nft's words and of a packet.</summary>
internal abstract record XtCondition
{
    /// <summary>As nft would write it.</summary>
    internal abstract string Words { get; }

    /// <summary>Whether a packet meets it; null where that is not known.</summary>
    internal abstract bool? Holds(PacketState state);

    /// <summary>The meaning of a match; null where it is not understood.</summary>
    internal static XtCondition? Read(XtMatchExpression match) => (match.Extension, match.Revision) switch
    {
        ("comment", _) => new XtComment(),
        ("conntrack", 1 or 2 or 3) => XtFlowState.Read(match.Info.Span, match.Revision),
        ("multiport", 1) => XtPorts.Read(match.Info.Span),
        ("icmp", 0) => XtIcmp.Read(match.Info.Span, "icmp"),
        ("icmp6", 0) => XtIcmp.Read(match.Info.Span, "icmpv6"),
        ("addrtype", 1) => XtAddressType.Read(match.Info.Span),
        ("physdev", 0) => XtBridgePorts.Read(match.Info.Span),
        ("iprange", 1) => XtAddressRange.Read(match.Info.Span),
        _ => null,
    };
}

/// <summary>-m comment: always true.</summary>
internal sealed record XtComment : XtCondition
{
    internal override string Words => "";

    internal override bool? Holds(PacketState state) => true;
}
