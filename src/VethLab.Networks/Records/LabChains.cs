using VethLab.Linux.NfTables;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Records;

/// <summary>The chains that VethLab's tables have, each made when its first rule is.</summary>
internal static class LabChains
{
    /// <summary>Translates destinations of what comes in.</summary>
    internal const string Prerouting = "prerouting";

    /// <summary>Translates destinations of what the namespace itself sends.</summary>
    internal const string Output = "output";

    /// <summary>Gives what was sent to a published port a source that its answer comes back to.</summary>
    internal const string Hairpin = "hairpin";

    /// <summary>Keeps loopback addresses off interfaces for which route_localnet is on.</summary>
    internal const string Guard = "guard";

    /// <summary>NF_IP_PRI_RAW, NF_IP_PRI_NAT_DST and NF_IP_PRI_NAT_SRC (netfilter_ipv4.h).</summary>
    private const int Raw = -300, DestinationNat = -100, SourceNat = 100;

    /// <summary>Where a chain is called; null: it is called by nothing.</summary>
    private static NfBaseChain? PlaceOf(string chain) => chain switch
    {
        Prerouting => new NfBaseChain("nat", NfHook.Prerouting, DestinationNat),
        Output => new NfBaseChain("nat", NfHook.Output, DestinationNat),
        LabTable.Postrouting or Hairpin => new NfBaseChain("nat", NfHook.Postrouting, SourceNat),
        Guard => new NfBaseChain("filter", NfHook.Prerouting, Raw),
        _ => null,
    };

    /// <summary>Whether a chain is one of these, and not of a lab's firewall.</summary>
    internal static bool IsOne(string chain) => chain == LabTable.Records || PlaceOf(chain) is not null;

    /// <summary>Makes a chain where it is missing.</summary>
    internal static NfBatch Add(NfBatch batch, LabTable table, string chain) => PlaceOf(chain) is { } place
        ? batch.AddChain(table.Family, table.Name, chain, place)
        : batch.AddChain(table.Family, table.Name, chain);

    internal static string AddCommand(ShellPrefix shell, LabTable table, string chain) => shell.Run(PlaceOf(chain) is { } place
        ? $"nft 'add chain {table.FullName} {chain} {{ type {place.Type} hook {place.Hook.NftName()} priority {place.Priority}; policy accept; }}'"
        : $"nft 'add chain {table.FullName} {chain}'");
}
