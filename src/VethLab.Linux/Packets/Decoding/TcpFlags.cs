namespace VethLab.Linux.Packets;

/// <summary>The flags of a TCP header (RFC 9293, RFC 9768 for the ninth).</summary>
[Flags]
public enum TcpFlags
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Rst = 4,
    Psh = 8,
    Ack = 16,
    Urg = 32,
    Ece = 64,
    Cwr = 128,
    Ae = 256,
}
