namespace VethLab.Linux.NfTables;

/// <summary>NFT_SET_* (nf_tables.h).</summary>
[Flags]
public enum NfSetFlags : uint
{
    None = 0,

    /// <summary>Written in a rule itself.</summary>
    Anonymous = 0x1,
    Constant = 0x2,

    /// <summary>Its elements are ranges.</summary>
    Interval = 0x4,

    /// <summary>It has a value, or a verdict, for each element.</summary>
    Map = 0x8,
    Timeout = 0x10,

    /// <summary>Rules add elements.</summary>
    Evaluated = 0x20,

    /// <summary>It has an object for each element.</summary>
    Object = 0x40,

    /// <summary>Its keys are several values, one after another.</summary>
    Concatenation = 0x80,
}
