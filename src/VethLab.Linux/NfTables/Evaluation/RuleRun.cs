using System.Net;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.NfTables.Xtables;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>
/// One rule and one packet: expression by expression, as the kernel evaluates them. A condition of which it is not known whether it holds does no
/// harm where a later one surely does not, or where the rule does nothing but count.
/// </summary>
internal sealed class RuleRun(NfRuleset ruleset, PacketState state, NfRule rule)
{
    /// <summary>Expressions that only go on with the rule or do not, perhaps loading a register: neither verdict nor change.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "connlimit", "quota", "socket", "osf", "numgen", "hash", "rt", "xfrm", "tunnel", "last",
    };

    private readonly RegisterFile registers = new();
    private readonly List<Action> changes = [];

    /// <summary>Why it is not known whether the rule's conditions hold; null while they all do.</summary>
    private string? doubt;

    internal RuleResult Run()
    {
        foreach (var expression in rule.Expressions)
        {
            var (holds, result) = Step(expression);
            if (holds == false)
                return RuleResult.GoesOn;
            if (holds is null)
                doubt ??= $"'{Named(expression)}' cannot be decided for this packet";
            if (result is { Kind: RuleResultKind.Goes })
                break;
            if (result is not null)
                return Settled(result);
        }
        return changes.Count == 0 ? RuleResult.GoesOn : Settled(RuleResult.GoesOn);
    }

    private RuleResult Settled(RuleResult result)
    {
        if (doubt is not null && result.Fate != PacketFate.Unknown)
            return RuleResult.Unknown(doubt);
        foreach (var change in changes)
            change();
        if (result.Translation is { } translation)
            Translate(translation);
        return result;
    }

    private static string Named(NfExpression expression) => expression switch
    {
        XtMatchExpression match => $"match {match.Extension}",
        _ => expression.Name,
    };

    private (bool? Holds, RuleResult? Result) Step(NfExpression expression)
    {
        switch (expression)
        {
            case PayloadExpression load:
                registers.Write(load.Register, PacketHeaders.Load(state.Packet, load));
                return (true, null);
            case MetaExpression load:
                return Put(load.Register, state.Load(load.Key));
            case ConntrackExpression load:
                return Put(load.Register, state.Load(load));
            case FibExpression load:
                return Put(load.Register, state.Load(load));
            case ImmediateExpression load:
                return Put(load.Register, new PartialBytes(load.Value.Span));
            case BitwiseExpression bitwise:
                return Put(bitwise.DestinationRegister, registers.Read(bitwise.SourceRegister, bitwise.Mask.Length)?.Masked(bitwise.Mask.Span, bitwise.Xor.Span) ?? new PartialBytes(bitwise.Mask.Length));
            case ByteOrderExpression turn:
                return Put(turn.DestinationRegister, registers.Read(turn.SourceRegister, (int)turn.Length)?.Swapped((int)turn.Length, (int)turn.Size) ?? new PartialBytes((int)turn.Length));
            case CompareExpression compare:
                return (registers.Read(compare.Register, compare.Value.Length) is { } compared ? Conditions.Holds(compare, compared) : null, null);
            case RangeExpression range:
                var within = registers.Read(range.Register, range.From.Length) is { } ranged ? Conditions.InRange(ranged, range.From.Span, range.To.Span) : null;
                return (range.Negated ? !within : within, null);
            case LookupExpression lookup:
                return Look(lookup);
            case XtMatchExpression match:
                return (XtCondition.Read(match)?.Holds(state), null);
            case LimitExpression:
                return (null, null);
            case CounterExpression or LogExpression:
                return (true, null);
            case UnknownExpression { Kind: var kind } when Harmless.Contains(kind):
                registers.Clear();
                return (null, null);
            default:
                return (true, Statement(expression));
        }
    }

    private RuleResult? Statement(NfExpression expression)
    {
        switch (expression)
        {
            case VerdictExpression verdict:
                return RuleResult.Of(verdict);
            case RejectExpression:
                return RuleResult.Decides(PacketFate.Reject);
            case MasqueradeExpression:
                return RuleResult.Decides(PacketFate.Accept, new PacketTranslation(PacketEnd.Source, null, null));
            case RedirectExpression redirect:
                return RuleResult.Decides(PacketFate.Accept, new PacketTranslation(PacketEnd.Destination, null, PortIn(redirect.PortMinRegister) ?? state.Packet.DestinationPort));
            case NatExpression nat:
                return RuleResult.Decides(PacketFate.Accept, TranslationBy(nat));
            case SetMetaExpression { Key: MetaKey.Mark } set:
                var mark = NumberIn(set.Register);
                changes.Add(() => state.Packet = state.Packet with { Mark = mark });
                return null;
            case SetMetaExpression:
                return null;
            case SetConntrackExpression { Key: ConntrackKey.Mark } set:
                var flowMark = NumberIn(set.Register);
                changes.Add(() => state.Packet = state.Packet with { FlowMark = flowMark });
                return null;
            case SetConntrackExpression:
                return null;
            case NotrackExpression:
                changes.Add(() => state.Packet = state.Packet with { State = FlowState.Untracked });
                return null;
            case XtTargetExpression target:
                return Target(target);
            default:
                return RuleResult.Unknown($"'{expression.Name}' is not understood");
        }
    }

    private RuleResult? Target(XtTargetExpression target) => target.Extension switch
    {
        "LOG" or "NFLOG" or "AUDIT" or "TRACE" or "TCPMSS" or "CHECKSUM" or "CLASSIFY" => null,
        "REJECT" => RuleResult.Decides(PacketFate.Reject),
        "SNAT" or "DNAT" => RuleResult.Decides(PacketFate.Accept, XtTranslation.Read(target, state.Packet)),
        "MASQUERADE" => RuleResult.Decides(PacketFate.Accept, new PacketTranslation(PacketEnd.Source, null, null)),
        "REDIRECT" => RuleResult.Decides(PacketFate.Accept, new PacketTranslation(PacketEnd.Destination, null, null)),
        _ => RuleResult.Unknown($"target {target.Extension} is not understood"),
    };

    /// <summary>A value of null: the packet has no such thing, and the rule does not hold.</summary>
    private (bool? Holds, RuleResult? Result) Put(uint register, PartialBytes? value)
    {
        if (value is null)
            return (false, null);
        registers.Write(register, value);
        return (true, null);
    }

    private (bool? Holds, RuleResult? Result) Look(LookupExpression lookup)
    {
        if (ruleset.Set(rule.Family, rule.Table, lookup.Set) is not { } set || registers.Read(lookup.SourceRegister, (int)set.Set.KeyLength) is not { } key)
        {
            registers.Clear();
            return (null, null);
        }
        var (isIn, element) = SetMembership.Look(set, key);
        var holds = lookup.Negated ? !isIn : isIn;
        if (lookup.DestinationRegister is not { } into || holds == false)
            return (holds, null);
        if (into == 0)
            return holds is null ? (true, RuleResult.Unknown($"what set {lookup.Set} has for this packet is not known")) : (true, element?.Verdict is { } verdict ? RuleResult.Of(verdict) : RuleResult.Unknown($"set {lookup.Set} is not understood"));
        if (element?.Data is { } data)
            registers.Write(into, new PartialBytes(data.Span));
        else
            registers.Clear();
        return (holds, null);
    }

    private PacketTranslation TranslationBy(NatExpression nat)
    {
        var end = nat.Destination ? PacketEnd.Destination : PacketEnd.Source;
        var length = nat.AddressFamily == NfFamily.IPv6 ? 16 : 4;
        var isOne = nat.AddressMaxRegister is null || nat.AddressMaxRegister == nat.AddressMinRegister;
        var address = nat.AddressMinRegister is not { } register
            ? nat.Destination ? state.Packet.Destination : state.Packet.Source
            : isOne && registers.Read(register, length) is { IsKnown: true } bytes ? new IPAddress(bytes.Value) : null;
        var port = nat.PortMinRegister is not null
            ? nat.PortMaxRegister is null || nat.PortMaxRegister == nat.PortMinRegister ? PortIn(nat.PortMinRegister) : null
            : nat.Destination ? state.Packet.DestinationPort : null;
        return new PacketTranslation(end, address, port);
    }

    private void Translate(PacketTranslation translation) => state.Packet = translation.End == PacketEnd.Source
        ? state.Packet with { Source = translation.Address, SourcePort = translation.Port, SourceKind = null }
        : state.Packet with { Destination = translation.Address, DestinationPort = translation.Port, DestinationKind = null };

    private ushort? PortIn(uint? register) =>
        register is { } number && registers.Read(number, 2) is { IsKnown: true } bytes ? (ushort)((bytes.Value[0] << 8) | bytes.Value[1]) : null;

    private uint? NumberIn(uint register) => registers.Read(register, 4) is { IsKnown: true } bytes ? BitConverter.ToUInt32(bytes.Value) : null;
}
