namespace VethLab.Linux.NfTables.Expressions;

/// <summary>Where an offset into a packet counts from (enum nft_payload_bases).</summary>
public enum PayloadBase : uint
{
    LinkHeader = 0,
    NetworkHeader = 1,
    TransportHeader = 2,
    InnerHeader = 3,
}
