using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>Set-ups that ip and bridge can make; what does not fit together is refused by the kernel, and both sides see what is left.</summary>
internal static class SetupGenerator
{
    internal static Gen<Setup> Any { get; } = Gen.Select(
        Gen.Int[1, 3], LinkGenerator.Link.Array[0, 7], AddressGenerator.Address.Array[0, 10], RouteGenerator.NextHop.Array[0, 4], RouteGenerator.Several,
        EntryGenerator.Neighbor.Array[0, 5], EntryGenerator.Fdb.Array[0, 6],
        (places, links, addresses, nextHops, routes, neighbors, fdb) => new Setup(places, links, addresses, nextHops, routes, neighbors, fdb));
}
