using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Decides the packet's fate: NFTA_IMMEDIATE_DREG u32 = 0 (the verdict), NFTA_IMMEDIATE_DATA { NFTA_DATA_VERDICT { NFTA_VERDICT_CODE s32,
/// NFTA_VERDICT_CHAIN string for jump and goto } }.
/// </summary>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="Chain">Where Jump and Goto lead; null elsewhere.</param>
public sealed record VerdictExpression(NfVerdict Verdict, string? Chain = null) : NfExpression
{
    public static VerdictExpression Accept { get; } = new(NfVerdict.Accept);

    public static VerdictExpression Drop { get; } = new(NfVerdict.Drop);

    public static VerdictExpression Return { get; } = new(NfVerdict.Return);

    /// <summary>On to the next rule, as if this one had not been there.</summary>
    public static VerdictExpression Continue { get; } = new(NfVerdict.Continue);

    /// <summary>Through another chain of the table, and back here after its end.</summary>
    public static VerdictExpression Jump(NfName chain) => new(NfVerdict.Jump, chain.Value);

    /// <summary>Through another chain of the table instead of the rest of this one.</summary>
    public static VerdictExpression Goto(NfName chain) => new(NfVerdict.Goto, chain.Value);

    public override string Name => ImmediateExpression.Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_IMMEDIATE_DREG, 0);
        using (writer.BeginNested(NFTA_IMMEDIATE_DATA))
        using (writer.BeginNested(NFTA_DATA_VERDICT))
        {
            writer.PutUInt32BigEndian(NFTA_VERDICT_CODE, (uint)Verdict);
            if (Chain is not null)
                writer.PutString(NFTA_VERDICT_CHAIN, Chain);
        }
    }

    /// <summary>Null where the expression is no verdict.</summary>
    internal static VerdictExpression? Decode(NetlinkAttributes data)
    {
        foreach (var attribute in data)
        {
            if (attribute.Type == NFTA_IMMEDIATE_DATA)
                return Read(attribute);
        }
        return null;
    }

    /// <summary>The verdict in an attribute that can have a plain value instead; null where it has that.</summary>
    internal static VerdictExpression? Read(in NetlinkAttribute data)
    {
        uint? code = null;
        string? chain = null;
        foreach (var value in data.Nested)
        {
            if (value.Type != NFTA_DATA_VERDICT)
                continue;
            foreach (var part in value.Nested)
            {
                if (part.Type == NFTA_VERDICT_CODE)
                    code = part.AsUInt32BigEndian();
                else if (part.Type == NFTA_VERDICT_CHAIN)
                    chain = part.AsString();
            }
        }
        return code is { } verdict ? new VerdictExpression((NfVerdict)verdict, chain) : null;
    }
}
