namespace VethLab.Linux.NfTables;

/// <summary>One of a packet's two addresses.</summary>
public enum PacketEnd
{
    Source,
    Destination,
}
