using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Makes expressions of a list's elements. What it does not know, or not in this form, becomes an <see cref="UnknownExpression"/>.
/// </summary>
internal static class ExpressionDecoder
{
    /// <exception cref="InvalidDataException">The list itself is not whole.</exception>
    internal static NfExpressionList DecodeList(NetlinkAttributes elements)
    {
        var list = new List<NfExpression>();
        foreach (var element in elements)
        {
            if (element.Type == NFTA_LIST_ELEM)
                list.Add(DecodeElement(element.Nested));
        }
        return [.. list];
    }

    private static NfExpression DecodeElement(NetlinkAttributes element)
    {
        var name = "";
        ReadOnlySpan<byte> data = default;
        foreach (var attribute in element)
        {
            if (attribute.Type == NFTA_EXPR_NAME)
                name = attribute.AsString();
            else if (attribute.Type == NFTA_EXPR_DATA)
                data = attribute.Payload;
        }
        try
        {
            return Decode(name, new NetlinkAttributes(data)) ?? new UnknownExpression(name, new NfBytes(data));
        }
        catch (InvalidDataException)
        {
            // A later kernel may give an attribute another form; the rest of the rule is still worth reading.
            return new UnknownExpression(name, new NfBytes(data));
        }
    }

    private static NfExpression? Decode(string name, NetlinkAttributes data) => name switch
    {
        PayloadExpression.Kind => PayloadExpression.Decode(data),
        BitwiseExpression.Kind => BitwiseExpression.Decode(data),
        CompareExpression.Kind => CompareExpression.Decode(data),
        MetaExpression.Kind => (NfExpression?)MetaExpression.Decode(data) ?? SetMetaExpression.Decode(data),
        ConntrackExpression.Kind => (NfExpression?)ConntrackExpression.Decode(data) ?? SetConntrackExpression.Decode(data),
        LookupExpression.Kind => LookupExpression.Decode(data),
        RangeExpression.Kind => RangeExpression.Decode(data),
        ByteOrderExpression.Kind => ByteOrderExpression.Decode(data),
        FibExpression.Kind => FibExpression.Decode(data),
        NotrackExpression.Kind => new NotrackExpression(),
        RedirectExpression.Kind => RedirectExpression.Decode(data),
        CounterExpression.Kind => CounterExpression.Decode(data),
        LimitExpression.Kind => LimitExpression.Decode(data),
        LogExpression.Kind => LogExpression.Decode(data),
        ImmediateExpression.Kind => (NfExpression?)VerdictExpression.Decode(data) ?? ImmediateExpression.Decode(data),
        RejectExpression.Kind => RejectExpression.Decode(data),
        MasqueradeExpression.Kind => MasqueradeExpression.Decode(data),
        NatExpression.Kind => NatExpression.Decode(data),
        XtMatchExpression.Kind => XtMatchExpression.Decode(data),
        XtTargetExpression.Kind => XtTargetExpression.Decode(data),
        _ => null,
    };
}
