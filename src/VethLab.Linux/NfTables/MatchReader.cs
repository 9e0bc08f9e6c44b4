using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables;

/// <summary>
/// Reads the meaning of rules, in nft's spellings and iptables-nft's. It follows the registers as the kernel would: what a comparison says
/// depends on what was loaded before, perhaps masked.
/// </summary>
public sealed class MatchReader
{
    private readonly Dictionary<uint, LoadedValue> registers = [];
    private readonly List<RuleMatch> matches = [];
    private readonly List<NfExpression> statements = [];
    private readonly List<NfExpression> notUnderstood = [];
    private NfFamily? packetFamily;

    private MatchReader(NfFamily family)
    {
        if (family is NfFamily.IPv4 or NfFamily.IPv6)
            packetFamily = family;
    }

    /// <summary>What a rule means.</summary>
    public static RuleReading Read(NfRule rule) => Read(rule.Family, rule.Expressions);

    /// <summary>What expressions mean in a table of a family.</summary>
    public static RuleReading Read(NfFamily family, NfExpressionList expressions)
    {
        var reader = new MatchReader(family);
        for (var i = 0; i < expressions.Count; i++)
        {
            // From and to of one range are two comparisons.
            if (expressions[i] is CompareExpression { Operator: CompareOperator.GreaterOrEqual } from && i + 1 < expressions.Count
                && expressions[i + 1] is CompareExpression { Operator: CompareOperator.LessOrEqual } to && from.Register == to.Register
                && reader.ValueIn(from.Register)?.Between(from.Value, to.Value, reader.packetFamily, negated: false) is { } range)
            {
                reader.matches.Add(range);
                i++;
                continue;
            }
            reader.Step(expressions[i]);
        }
        return new RuleReading(reader.matches.AsReadOnly(), [.. reader.statements], [.. reader.notUnderstood]);
    }

    private void Step(NfExpression expression)
    {
        switch (expression)
        {
            case PayloadExpression load:
                Put(load.Register, new LoadedValue(load, load.Length));
                break;
            case MetaExpression load:
                Put(load.Register, new LoadedValue(load, LengthOf(load.Key)));
                break;
            case ConntrackExpression load:
                Put(load.Register, new LoadedValue(load, 16));
                break;
            case FibExpression load:
                Put(load.Register, new LoadedValue(load, 16));
                break;
            case ByteOrderExpression turn:
                Put(turn.DestinationRegister, new LoadedValue(turn, turn.Length));
                break;
            case BitwiseExpression bitwise:
                var masked = ValueIn(bitwise.SourceRegister)?.MaskedBy(bitwise);
                Put(bitwise.DestinationRegister, masked ?? new LoadedValue(bitwise, (uint)bitwise.Mask.Length));
                break;
            case CompareExpression compare:
                Compare(compare);
                break;
            case RangeExpression range when ValueIn(range.Register)?.Between(range.From, range.To, packetFamily, range.Negated) is { } match:
                matches.Add(match);
                break;
            case LookupExpression lookup:
                notUnderstood.AddRange(ValueIn(lookup.SourceRegister)?.Made ?? []);
                notUnderstood.Add(lookup);
                break;
            case XtMatchExpression { Extension: "comment" }:
                break;
            case ImmediateExpression load:
                Put(load.Register, new LoadedValue(load, (uint)load.Value.Length));
                statements.Add(load);
                break;
            case CounterExpression or LogExpression or VerdictExpression or RejectExpression or MasqueradeExpression or NatExpression
                or XtTargetExpression:
                statements.Add(expression);
                break;
            default:
                // What is not known may have written anywhere.
                if (expression is UnknownExpression)
                    registers.Clear();
                notUnderstood.Add(expression);
                break;
        }
    }

    private void Compare(CompareExpression compare)
    {
        var value = ValueIn(compare.Register);
        if (value?.Means(compare, packetFamily) is { } match)
        {
            matches.Add(match);
            if (match is FamilyMatch { Negated: false } one)
                packetFamily = one.Family;
            return;
        }
        notUnderstood.AddRange(value?.Made ?? []);
        notUnderstood.Add(compare);
    }

    private LoadedValue? ValueIn(uint register) => registers.GetValueOrDefault(Register.PiecesOf(register, 0).Start);

    private static uint LengthOf(MetaKey key) => key is MetaKey.InInterfaceName or MetaKey.OutInterfaceName ? 16u : 4;

    /// <summary>A value overwrites all that lay in its room.</summary>
    private void Put(uint register, LoadedValue value)
    {
        var (start, count) = Register.PiecesOf(register, value.Length);
        foreach (var (other, older) in registers.ToArray())
        {
            if (other < start + count && start < other + Register.PiecesOf(register, older.Length).Count)
                registers.Remove(other);
        }
        registers[start] = value;
    }
}
