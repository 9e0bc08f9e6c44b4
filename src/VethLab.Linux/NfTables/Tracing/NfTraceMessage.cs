using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>What nf_tables did to a traced packet at one place (NFT_MSG_TRACE, enum nft_trace_attributes). Rules that do not fit are not told of.</summary>
public sealed record NfTraceMessage
{
    /// <summary>The chain's.</summary>
    public required NfFamily Family { get; init; }

    public required string Table { get; init; }

    public required string Chain { get; init; }

    public NfTraceType Type { get; init; }

    /// <summary>Null where no rule decides.</summary>
    public ulong? RuleHandle { get; init; }

    /// <summary>What becomes of the packet; of a policy, the policy.</summary>
    public NfVerdict Verdict { get; init; }

    /// <summary>Where Jump and Goto lead.</summary>
    public string? Target { get; init; }

    /// <summary>The same in all messages about a packet in one namespace, and hardly in those about another.</summary>
    public uint PacketId { get; init; }

    /// <summary>The IP header, up to 40 bytes; empty but in a chain's first message about a packet.</summary>
    public byte[] NetworkHeader { get; init; } = [];

    /// <summary>What follows the IP header, up to 20 bytes; empty but in a chain's first message about a packet.</summary>
    public byte[] TransportHeader { get; init; } = [];

    internal static NfTraceMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NFT_MSG_TRACE)
            return null;
        string? table = null, chain = null, target = null;
        NfTraceType kind = default;
        ulong? rule = null;
        uint packet = 0;
        NfVerdict verdict = default;
        byte[] network = [], transport = [];
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case NFTA_TRACE_TABLE: table = attribute.AsString(); break;
                case NFTA_TRACE_CHAIN: chain = attribute.AsString(); break;
                case NFTA_TRACE_TYPE: kind = (NfTraceType)attribute.AsUInt32BigEndian(); break;
                case NFTA_TRACE_RULE_HANDLE: rule = attribute.AsUInt64BigEndian(); break;
                case NFTA_TRACE_ID: packet = attribute.AsUInt32BigEndian(); break;
                case NFTA_TRACE_POLICY: verdict = (NfVerdict)attribute.AsUInt32BigEndian(); break;
                case NFTA_TRACE_VERDICT: ReadVerdict(attribute.Nested, ref verdict, ref target); break;
                case NFTA_TRACE_NETWORK_HEADER: network = attribute.Payload.ToArray(); break;
                case NFTA_TRACE_TRANSPORT_HEADER: transport = attribute.Payload.ToArray(); break;
            }
        }
        return new NfTraceMessage
        {
            Family = NfMessage.FamilyOf(body),
            Table = table ?? throw new InvalidDataException("a trace without a table"),
            Chain = chain ?? throw new InvalidDataException("a trace without a chain"),
            Type = kind,
            RuleHandle = rule,
            Verdict = verdict,
            Target = target,
            PacketId = packet,
            NetworkHeader = network,
            TransportHeader = transport,
        };
    }

    private static void ReadVerdict(NetlinkAttributes attributes, ref NfVerdict verdict, ref string? target)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Type == NFTA_VERDICT_CODE)
                verdict = (NfVerdict)attribute.AsUInt32BigEndian();
            else if (attribute.Type == NFTA_VERDICT_CHAIN)
                target = attribute.AsString();
        }
    }
}
