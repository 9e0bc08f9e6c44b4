namespace VethLab.Linux.NfTables;

/// <summary>
/// Where on a packet's way a base chain is called (nft(8), "Hook"). Unlike the kernel's numbers, which differ from family to family,
/// these mean the same everywhere.
/// </summary>
public enum NfHook
{
    Prerouting,
    Input,
    Forward,
    Output,
    Postrouting,
    Ingress,
    Egress,

    /// <summary>A number that this version does not know for the family.</summary>
    Other,
}
