using System.Net;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.NfTables.Xtables;

namespace VethLab.Linux.NfTables.Words;

/// <summary>
/// Writes a rule as `nft --stateless list` does, following the registers; what nft leaves out as it follows from the rest is left out too. An
/// expression that is not understood stands there as [unknown: its name].
/// </summary>
public sealed class RuleWords
{
    private readonly NfRuleset ruleset;
    private readonly NfRule rule;
    private readonly Dictionary<uint, FieldWords> registers = [];
    private readonly Dictionary<uint, (NfBytes Value, LookupExpression? Map)> values = [];
    private readonly List<string> words = [];
    private readonly List<string> unknown = [];
    private NfFamily? family;
    private byte? protocol;

    /// <summary>Where conditions stand that a following field may say itself.</summary>
    private int? familyWord;
    private int? protocolWord;

    private RuleWords(NfRuleset ruleset, NfRule rule)
    {
        this.ruleset = ruleset;
        this.rule = rule;
        family = rule.Family is NfFamily.IPv4 or NfFamily.IPv6 ? rule.Family : null;
    }

    /// <summary>The rule in words, without its comment, and the names of the expressions that are not understood.</summary>
    public static (string Text, IReadOnlyList<string> Unknown) Of(NfRuleset ruleset, NfRule rule)
    {
        var writer = new RuleWords(ruleset, rule);
        var all = rule.Expressions;
        for (var i = 0; i < all.Count; i++)
        {
            // From and to of one range are two comparisons.
            if (all[i] is CompareExpression { Operator: CompareOperator.GreaterOrEqual } from && i + 1 < all.Count
                && all[i + 1] is CompareExpression { Operator: CompareOperator.LessOrEqual } to && from.Register == to.Register)
            {
                writer.Compare(from.Register, "", (kind) => $"{ValueWords.Of(kind, from.Value.Span)}-{ValueWords.Of(kind, to.Value.Span)}");
                i++;
                continue;
            }
            writer.Step(all[i]);
        }
        return (string.Join(' ', writer.words.Where(word => word.Length > 0)), writer.unknown.AsReadOnly());
    }

    private void Step(NfExpression expression)
    {
        switch (expression)
        {
            case PayloadExpression load:
                Put(load.Register, FieldWords.Of(load, family, protocol));
                break;
            case MetaExpression load:
                Put(load.Register, FieldWords.Of(load.Key));
                break;
            case ConntrackExpression load:
                Put(load.Register, FieldWords.Of(load.Key, load.Direction));
                break;
            case FibExpression load:
                Put(load.Register, FieldWords.Of(load));
                break;
            case ImmediateExpression load:
                values[Piece(load.Register)] = (load.Value, null);
                break;
            case BitwiseExpression bitwise when FieldIn(bitwise.SourceRegister) is { Mask: null } field && !bitwise.Xor.Span.ContainsAnyExcept((byte)0):
                registers[Piece(bitwise.DestinationRegister)] = field with { Mask = bitwise.Mask };
                break;
            case ByteOrderExpression turn when FieldIn(turn.SourceRegister) is { } field:
                registers[Piece(turn.DestinationRegister)] = field with { Kind = field.Kind switch { ValueKind.HostNumber => ValueKind.Number, ValueKind.Mark => ValueKind.Hexadecimal, var other => other } };
                break;
            case CompareExpression compare:
                Compare(compare);
                break;
            case RangeExpression range:
                Compare(range.Register, range.Negated ? "!= " : "", kind => $"{ValueWords.Of(kind, range.From.Span)}-{ValueWords.Of(kind, range.To.Span)}");
                break;
            case LookupExpression lookup:
                Look(lookup);
                break;
            case XtMatchExpression match:
                words.Add(XtCondition.Read(match)?.Words ?? Unknown($"match {match.Extension}"));
                break;
            default:
                words.Add(StatementWords.Of(expression, rule.Family, Value) ?? Unknown(expression.Name));
                if (expression is UnknownExpression or BitwiseExpression or ByteOrderExpression)
                    registers.Clear();
                break;
        }
    }

    private string Unknown(string name)
    {
        unknown.Add(name);
        return $"[unknown: {name}]";
    }

    /// <summary>A value that was put into a register, as a statement writes it.</summary>
    private string Value(uint register, ValueKind kind)
    {
        if (!values.TryGetValue(Piece(register), out var value))
            return "?";
        return value.Map is { } map ? $"@{map.Set}" : ValueWords.Of(kind, value.Value.Span);
    }

    private void Compare(CompareExpression compare)
    {
        if (FieldIn(compare.Register) is not { } field)
        {
            words.Add(Unknown(compare.Name));
            return;
        }
        var sign = compare.Operator switch
        {
            CompareOperator.Equal => "", CompareOperator.NotEqual => "!= ", CompareOperator.Less => "< ", CompareOperator.LessOrEqual => "<= ",
            CompareOperator.Greater => "> ", _ => ">= ",
        };
        var value = compare.Value.Span;
        if (Whole(field, value) is { } text)
        {
            Said(field, $"{field.Name} {sign}{text}");
            Learn(field, compare);
        }
        else if (field is { Kind: ValueKind.FlowState, Mask: { } states } && !value.ContainsAnyExcept((byte)0) && compare.Operator is CompareOperator.NotEqual or CompareOperator.Equal)
        {
            Said(field, $"{field.Name} {(compare.Operator == CompareOperator.Equal ? "! " : "")}{ValueWords.Of(field.Kind, states.Span)}");
        }
        else if (field is { Kind: ValueKind.TcpFlags, Mask: { } flags })
        {
            Said(field, $"{field.Name} {sign}{ValueWords.Of(field.Kind, value)} / {ValueWords.Of(field.Kind, flags.Span)}");
        }
        else if (field.Mask is { } mask)
        {
            var isSum = sign.Length == 0 ? "== " : sign;
            Said(field, $"{field.Name} & {ValueWords.Of(field.Kind, mask.Span)} {isSum}{ValueWords.Of(field.Kind, value)}");
        }
        else
        {
            words.Add(Unknown(compare.Name));
        }
    }

    /// <summary>A value, or a network; null where it is seen through another kind of mask.</summary>
    private static string? Whole(FieldWords field, ReadOnlySpan<byte> value)
    {
        if (field.Kind == ValueKind.Dscp && field.Mask is { Length: 1 } dscp && dscp.Span[0] == 0xfc)
            return ValueWords.Of(field.Kind, value);
        if (field.Kind != ValueKind.Address)
            return field.Mask is null ? ValueWords.Of(field.Kind, value) : null;
        var size = field.NeedsFamily == NfFamily.IPv6 || value.Length > 4 ? 16 : 4;
        var length = field.Mask is { } mask ? PrefixLength(mask.Span) : value.Length * 8;
        if (length is not { } bits)
            return null;
        Span<byte> address = stackalloc byte[size];
        address.Clear();
        value.CopyTo(address);
        return bits == size * 8 ? $"{new IPAddress(address)}" : $"{new IPAddress(address)}/{bits}";
    }

    private static int? PrefixLength(ReadOnlySpan<byte> mask)
    {
        var ones = 0;
        while (ones < mask.Length * 8 && (mask[ones / 8] & (0x80 >> (ones % 8))) != 0)
            ones++;
        for (var bit = ones; bit < mask.Length * 8; bit++)
        {
            if ((mask[bit / 8] & (0x80 >> (bit % 8))) != 0)
                return null;
        }
        return ones;
    }

    private void Compare(uint register, string sign, Func<ValueKind, string> range)
    {
        if (FieldIn(register) is { Mask: null } field)
            Said(field, $"{field.Name} {sign}{range(field.Kind)}");
        else
            words.Add(Unknown("cmp"));
    }

    /// <summary>Adds a condition, and takes those out that its field's own name says.</summary>
    private void Said(FieldWords field, string text)
    {
        if (field.NeedsFamily is not null && familyWord is { } one)
            words[one] = "";
        if (field.NeedsProtocol is not null && protocolWord is { } other)
            words[other] = "";
        if (field.NeedsFamily is not null)
            familyWord = null;
        if (field.NeedsProtocol is not null)
            protocolWord = null;
        words.Add(text);
    }

    /// <summary>What a condition tells of the packet for the fields that follow.</summary>
    private void Learn(FieldWords field, CompareExpression compare)
    {
        if (compare.Operator != CompareOperator.Equal || field.Mask is not null)
            return;
        switch (field.Kind)
        {
            case ValueKind.Protocol when compare.Value.Length == 1:
                protocol = compare.Value.Span[0];
                protocolWord = field.Name == "meta l4proto" ? words.Count - 1 : null;
                break;
            case ValueKind.Family when compare.Value.Length == 1:
                family = (NfFamily)compare.Value.Span[0];
                familyWord = words.Count - 1;
                break;
            case ValueKind.EtherType when compare.Value.Length == 2:
                family = (compare.Value.Span[0], compare.Value.Span[1]) switch { (0x08, 0x00) => NfFamily.IPv4, (0x86, 0xdd) => NfFamily.IPv6, _ => family };
                familyWord = words.Count - 1;
                break;
        }
    }

    private void Look(LookupExpression lookup)
    {
        var fields = FieldsIn(lookup.SourceRegister, ruleset.Set(rule.Family, rule.Table, lookup.Set));
        if (fields is null)
        {
            words.Add(Unknown(lookup.Name));
            return;
        }
        var set = SetWords.Of(lookup.Set, ruleset.Set(rule.Family, rule.Table, lookup.Set), [.. fields.Select(field => (field.Kind, field.Length))]);
        var name = string.Join(" . ", fields.Select(field => field.Name));
        foreach (var field in fields)
            Said(field, "");
        switch (lookup.DestinationRegister)
        {
            case null:
                words.Add($"{name} {(lookup.Negated ? "!= " : "")}{set}");
                break;
            case 0:
                words.Add($"{name} vmap {set}");
                break;
            case { } into:
                values[Piece(into)] = (default, lookup);
                words.Add($"{name} map {set}");
                break;
        }
    }

    private FieldWords? FieldIn(uint register) => registers.GetValueOrDefault(Piece(register));

    /// <summary>The fields that lie one after another from a register on, as far as a set's key reaches; null where that is not known.</summary>
    private List<FieldWords>? FieldsIn(uint register, NfSetContents? set)
    {
        var start = Piece(register);
        var fields = new List<FieldWords>();
        var end = start + (((set?.Set.KeyLength ?? 1) + 3) / 4);
        while (start < end)
        {
            if (registers.GetValueOrDefault(start) is not { } field || field.Mask is not null)
                return null;
            fields.Add(field);
            start += Math.Max(1, (field.Length + 3) / 4);
        }
        return fields;
    }

    private static uint Piece(uint register) => Register.PiecesOf(register, 0).Start;

    private void Put(uint register, FieldWords field) => registers[Piece(register)] = field;
}
