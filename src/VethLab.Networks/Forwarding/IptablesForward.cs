using VethLab.Linux.NfTables;

namespace VethLab.Networks.Forwarding;

/// <summary>The chain of iptables-nft that decides what is forwarded, and the one that Docker keeps for others' rules.</summary>
internal static class IptablesForward
{
    internal const string Table = "filter";
    internal const string Forward = "FORWARD";
    internal const string DockerUser = "DOCKER-USER";

    /// <summary>A family, and the program that writes its rules.</summary>
    internal sealed record FamilyProgram(NfFamily Family, string Program);

    internal static readonly FamilyProgram[] Families = [new(NfFamily.IPv4, "iptables"), new(NfFamily.IPv6, "ip6tables")];

    internal static string ProgramOf(NfFamily family) => family == NfFamily.IPv6 ? "ip6tables" : "iptables";

    internal static bool Is(NfChain chain) => chain is { Family: NfFamily.IPv4 or NfFamily.IPv6, Table: Table, Name: Forward, Hook: NfHook.Forward };

    /// <summary>Where rules that accept belong, among a family's chains: DOCKER-USER where Docker made that for the purpose, else FORWARD; null: neither is there.</summary>
    internal static string? PlaceFor(IReadOnlyCollection<NfChain> chains, NfFamily family)
    {
        var own = chains.Where(chain => chain.Family == family && chain.Table == Table).ToList();
        if (!own.Any(Is))
            return null;
        return own.Any(chain => chain.Name == DockerUser) ? DockerUser : Forward;
    }
}
