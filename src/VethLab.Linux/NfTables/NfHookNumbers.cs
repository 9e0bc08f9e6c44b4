namespace VethLab.Linux.NfTables;

/// <summary>The hooks in the order of the kernel's numbers, per family: enum nf_inet_hooks, nf_dev_hooks, NF_ARP_*, NF_BR_*.</summary>
internal static class NfHookNumbers
{
    private static readonly NfHook[] Internet =
        [NfHook.Prerouting, NfHook.Input, NfHook.Forward, NfHook.Output, NfHook.Postrouting, NfHook.Ingress];

    private static readonly NfHook[] Bridge = Internet[..5];
    private static readonly NfHook[] Arp = [NfHook.Input, NfHook.Output, NfHook.Forward];
    private static readonly NfHook[] Netdev = [NfHook.Ingress, NfHook.Egress];

    internal static NfHook FromNumber(NfFamily family, uint number) =>
        number < Of(family).Length ? Of(family)[number] : NfHook.Other;

    /// <exception cref="ArgumentException">The family has no such hook.</exception>
    internal static uint ToNumber(NfFamily family, NfHook hook)
    {
        var number = Array.IndexOf(Of(family), hook);
        return number >= 0
            ? (uint)number
            : throw new ArgumentException($"family {family.NftName()} has no hook {hook.NftName()}", nameof(hook));
    }

    private static NfHook[] Of(NfFamily family) => family switch
    {
        NfFamily.Inet or NfFamily.IPv4 or NfFamily.IPv6 => Internet,
        NfFamily.Bridge => Bridge,
        NfFamily.Arp => Arp,
        NfFamily.Netdev => Netdev,
        _ => [],
    };
}
