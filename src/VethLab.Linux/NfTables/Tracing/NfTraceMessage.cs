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
        string? table = null, chain = null;
        var message = new NfTraceMessage { Family = NfMessage.FamilyOf(body), Table = "", Chain = "" };
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case NFTA_TRACE_TABLE: table = attribute.AsString(); break;
                case NFTA_TRACE_CHAIN: chain = attribute.AsString(); break;
                case NFTA_TRACE_TYPE: message = message with { Type = (NfTraceType)attribute.AsUInt32BigEndian() }; break;
                case NFTA_TRACE_RULE_HANDLE: message = message with { RuleHandle = attribute.AsUInt64BigEndian() }; break;
                case NFTA_TRACE_ID: message = message with { PacketId = attribute.AsUInt32BigEndian() }; break;
                case NFTA_TRACE_POLICY: message = message with { Verdict = (NfVerdict)attribute.AsUInt32BigEndian() }; break;
                case NFTA_TRACE_VERDICT: message = message.With(attribute.Nested); break;
                case NFTA_TRACE_NETWORK_HEADER: message = message with { NetworkHeader = attribute.Payload.ToArray() }; break;
                case NFTA_TRACE_TRANSPORT_HEADER: message = message with { TransportHeader = attribute.Payload.ToArray() }; break;
            }
        }
        return message with
        {
            Table = table ?? throw new InvalidDataException("a trace without a table"),
            Chain = chain ?? throw new InvalidDataException("a trace without a chain"),
        };
    }

    private NfTraceMessage With(NetlinkAttributes verdict)
    {
        var message = this;
        foreach (var attribute in verdict)
        {
            if (attribute.Type == NFTA_VERDICT_CODE)
                message = message with { Verdict = (NfVerdict)attribute.AsUInt32BigEndian() };
            else if (attribute.Type == NFTA_VERDICT_CHAIN)
                message = message with { Target = attribute.AsString() };
        }
        return message;
    }
}
