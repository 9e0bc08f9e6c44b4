namespace VethLab.Linux.NfTables;

/// <summary>NFT_TABLE_F_* (nf_tables.h).</summary>
[Flags]
public enum NfTableFlags : uint
{
    None = 0,

    /// <summary>Its chains are not called.</summary>
    Dormant = 1,

    /// <summary>
    /// It belongs to the socket that made it: only that one can change it, and it goes when the socket closes (Linux 5.12).
    /// </summary>
    Owner = 2,

    /// <summary>It stays when its owner goes, for another one to take over (Linux 6.9).</summary>
    Persist = 4,
}
