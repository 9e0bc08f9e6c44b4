using VethLab.Linux.Interop;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Interfaces;

/// <summary>Why a bridge does not take a port (br_add_if in net/bridge/br_if.c).</summary>
internal static class BridgePortErrors
{
    /// <summary>EXFULL: all port numbers are given away.</summary>
    private const Errno ExchangeFull = (Errno)54;

    internal static NetworkException? Explain(LinuxException failure, string bridge, string port) => failure.Errno switch
    {
        ExchangeFull => new NetworkException(
            NetworkError.BridgeFull,
            $"{bridge} is full: a bridge has at most 1,023 ports.",
            port,
            "Put further ports into a second bridge and join the two by a veth pair.",
            failure),
        Errno.ELOOP => new NetworkException(
            NetworkError.BridgeLoop,
            $"'{port}' cannot be a port of {bridge}: a bridge cannot be in a bridge.",
            port,
            "Join two bridges by a veth pair, one end in each.",
            failure),
        Errno.EINVAL or Errno.EOPNOTSUPP => new NetworkException(
            NetworkError.InvalidValue,
            $"'{port}' cannot be a port of {bridge}: {failure.Message}",
            port,
            "Only Ethernet-like interfaces can be a bridge's ports; loopback cannot.",
            failure),
        _ => null,
    };
}
