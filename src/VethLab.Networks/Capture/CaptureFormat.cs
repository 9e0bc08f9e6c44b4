namespace VethLab.Networks.Capture;

/// <summary>What packets are written as.</summary>
public enum CaptureFormat
{
    /// <summary>The packets, for Wireshark and others.</summary>
    Pcapng,

    /// <summary>A picture of their ways from hop to hop.</summary>
    Svg,
}
