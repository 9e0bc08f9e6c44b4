namespace VethLab.Linux.NfTables;

/// <summary>One of the two interfaces on a packet's way through the machine.</summary>
public enum PacketWay
{
    In,
    Out,
}
