using VethLab.Networks.Routes;

namespace VethLab.PowerShell.Parameters;

/// <summary>The ways out of a route as cmdlets take them: -NextHop, or -NextHops of a route that was read and came through the pipeline.</summary>
internal static class NextHopArguments
{
    /// <param name="nextHop">-NextHop. A route that was read has none where it has several ways or none.</param>
    /// <param name="isTyped">Whether -NextHop was written, and not bound from the pipeline.</param>
    /// <param name="nextHops">-NextHops, which says more than the one gateway of the same route.</param>
    /// <exception cref="Networks.Errors.NetworkException">InvalidAddress, InvalidValue.</exception>
    internal static List<HopDescription> Read(string[] nextHop, bool isTyped, string[] nextHops) =>
        (isTyped || nextHops.Length == 0 ? nextHop : nextHops).Select(HopDescription.Parse).ToList();
}
