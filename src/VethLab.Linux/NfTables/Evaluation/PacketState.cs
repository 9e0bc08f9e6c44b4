using System.Buffers.Binary;
using System.Text;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>A packet on its way through a hook's chains, which may change it.</summary>
internal sealed class PacketState(NfFamily hookFamily, PacketDescription packet)
{
    private const int IFNAMSIZ = 16;

    internal PacketDescription Packet { get; set; } = packet;

    /// <summary>Whether the chain meets the packet before connection tracking does; null where that is not known.</summary>
    internal bool? IsBeforeTracking { get; init; }

    /// <summary>What ct state is for a rule here.</summary>
    internal FlowState? Flow => IsBeforeTracking switch
    {
        false => Packet.State,
        // Untracked only once a rule has seen to that, which may yet come.
        true when Packet.State != FlowState.Untracked => FlowState.Invalid,
        _ => null,
    };

    /// <summary>Whether connection tracking knows its flow; null where that is not known.</summary>
    private bool? HasFlow => IsBeforeTracking switch
    {
        true => false,
        false when Packet.State is { } state => state is not (FlowState.Invalid or FlowState.Untracked),
        _ => null,
    };

    /// <summary>What a meta expression loads; null: the rule ends there without holding, as the packet has no such thing.</summary>
    internal PartialBytes? Load(MetaKey key) => key switch
    {
        MetaKey.Protocol => new PartialBytes(PacketHeaders.EtherType(Packet.Family)),
        MetaKey.Mark => Number(Packet.Mark),
        MetaKey.InInterface => Number((uint?)Packet.InInterfaceIndex),
        MetaKey.OutInterface => Number((uint?)Packet.OutInterfaceIndex),
        MetaKey.InInterfaceName => InterfaceName(Packet.InInterface),
        MetaKey.OutInterfaceName => InterfaceName(Packet.OutInterface),
        MetaKey.NetfilterProtocol => new PartialBytes([(byte)hookFamily]),
        MetaKey.TransportProtocol when Packet.Family == NfFamily.Arp => null,
        MetaKey.TransportProtocol => Packet.Protocol is { } protocol ? new PartialBytes([protocol]) : new PartialBytes(1),
        MetaKey.BridgeInName or MetaKey.BridgeOutName => new PartialBytes(IFNAMSIZ),
        _ => new PartialBytes(4),
    };

    /// <summary>What a ct expression loads; null: the rule ends there without holding, as the packet has no flow.</summary>
    internal PartialBytes? Load(ConntrackExpression load)
    {
        if (load.Key == ConntrackKey.State)
            return Number((uint?)Flow);
        return HasFlow switch
        {
            false => null,
            true when load.Key == ConntrackKey.Mark => Number(Packet.FlowMark),
            true when load.Key == ConntrackKey.Direction && Packet.State == FlowState.New => new PartialBytes([0]),
            _ => new PartialBytes(16),
        };
    }

    /// <summary>What a fib expression loads.</summary>
    internal PartialBytes Load(FibExpression load) => (load.Result, load.Flags) switch
    {
        (FibExpression.NFT_FIB_RESULT_ADDRTYPE, FibExpression.NFTA_FIB_F_SADDR) => Number((uint?)Packet.SourceKind),
        (FibExpression.NFT_FIB_RESULT_ADDRTYPE, FibExpression.NFTA_FIB_F_DADDR) => Number((uint?)Packet.DestinationKind),
        _ => new PartialBytes(IFNAMSIZ),
    };

    private static PartialBytes Number(uint? value)
    {
        if (value is not { } number)
            return new PartialBytes(4);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return new PartialBytes(bytes);
    }

    private static PartialBytes InterfaceName(string? name)
    {
        if (name is null)
            return new PartialBytes(IFNAMSIZ);
        Span<byte> bytes = stackalloc byte[IFNAMSIZ];
        bytes.Clear();
        _ = Encoding.UTF8.TryGetBytes(name, bytes, out _);
        return new PartialBytes(bytes);
    }
}
