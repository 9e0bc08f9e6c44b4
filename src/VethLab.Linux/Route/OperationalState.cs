namespace VethLab.Linux.Route;

/// <summary>An interface's state as RFC 2863 and the kernel's IF_OPER_* have it; drivers such as loopback report Unknown while they work.</summary>
public enum OperationalState
{
    Unknown = 0,
    NotPresent = 1,
    Down = 2,
    LowerLayerDown = 3,
    Testing = 4,
    Dormant = 5,
    Up = 6,
}
