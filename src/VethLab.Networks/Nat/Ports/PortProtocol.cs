namespace VethLab.Networks.Nat.Ports;

/// <summary>A protocol with ports, by its number (IANA).</summary>
public enum PortProtocol : byte
{
    Tcp = 6,
    Udp = 17,
}
