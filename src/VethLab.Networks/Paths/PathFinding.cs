namespace VethLab.Networks.Paths;

/// <summary>Something in the configuration that speaks for a cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Weight">How sure it is.</param>
/// <param name="Hop">The place in the list of hops, from 0, where packets die by it.</param>
/// <param name="Evidence">What is seen, in one line, with the values that were read: "net.ipv4.ip_forward is 0 in namespace host".</param>
/// <param name="Fix">A command line that mends it, runnable in the caller's PowerShell as it stands; null where none is known.</param>
public sealed record PathFinding(PathCause Cause, PathFindingWeight Weight, int Hop, string Evidence, string? Fix);
