namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>What the chains of a hook do with a packet.</summary>
public enum PacketFate
{
    /// <summary>It goes on.</summary>
    Accept,

    Drop,

    /// <summary>Dropped, and its sender is told.</summary>
    Reject,

    /// <summary>Handed to a program, which decides.</summary>
    Queue,

    /// <summary>A rule asks for what is not known of the packet, or in a way that is not understood.</summary>
    Unknown,
}
