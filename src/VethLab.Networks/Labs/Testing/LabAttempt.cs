using System.Net;
using System.Net.Sockets;

namespace VethLab.Networks.Labs.Testing;

/// <summary>One request to be sent within a lab: from which namespace, to which, at which address.</summary>
internal sealed record LabAttempt(LabNode From, LabNode To, bool IsExpected, AddressFamily Family, IPAddress Address)
{
    /// <summary>How often it was sent to no avail, as the neighbour table was full.</summary>
    internal int Tries { get; init; }
}
