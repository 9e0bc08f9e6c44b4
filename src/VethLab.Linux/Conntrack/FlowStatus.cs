namespace VethLab.Linux.Conntrack;

/// <summary>enum ip_conntrack_status (nf_conntrack_common.h).</summary>
[Flags]
public enum FlowStatus : uint
{
    None = 0,
    Expected = 0x1,

    /// <summary>Packets have gone both ways.</summary>
    SeenReply = 0x2,

    /// <summary>It is not given up early when the table is full.</summary>
    Assured = 0x4,
    Confirmed = 0x8,

    /// <summary>Its source is translated.</summary>
    SourceNat = 0x10,

    /// <summary>Its destination is translated.</summary>
    DestinationNat = 0x20,
    SequenceAdjusted = 0x40,
    SourceNatDone = 0x80,
    DestinationNatDone = 0x100,
    Dying = 0x200,
    FixedTimeout = 0x400,
    Template = 0x800,
    Untracked = 0x1000,
    Helper = 0x2000,
    Offloaded = 0x4000,
    HardwareOffloaded = 0x8000,
}
