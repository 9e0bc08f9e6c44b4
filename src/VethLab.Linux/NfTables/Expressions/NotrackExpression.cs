using VethLab.Linux.Netlink;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>Keeps the packet from connection tracking; no attributes.</summary>
public sealed record NotrackExpression : NfExpression
{
    internal const string Kind = "notrack";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
    }
}
