using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Words;

/// <summary>Writes what rules do, as nft writes it.</summary>
internal static class StatementWords
{
    private const uint NF_NAT_RANGE_PROTO_RANDOM = 4;
    private const uint NF_NAT_RANGE_PERSISTENT = 8;
    private const uint NF_NAT_RANGE_PROTO_RANDOM_FULLY = 16;

    private static readonly string[] Levels = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit"];

    /// <summary>Null where it is not understood.</summary>
    /// <param name="expression">What is done.</param>
    /// <param name="family">The table's family.</param>
    /// <param name="value">What lies in a register, written as a kind of value.</param>
    internal static string? Of(NfExpression expression, NfFamily family, Func<uint, ValueKind, string> value) => expression switch
    {
        CounterExpression => "counter",
        VerdictExpression { Chain: { } chain } verdict => $"{verdict.Verdict.NftName()} {chain}",
        VerdictExpression verdict => verdict.Verdict.NftName(),
        LogExpression log => Log(log),
        LimitExpression limit => Limit(limit),
        RejectExpression reject => Reject(reject, family),
        MasqueradeExpression masquerade => "masquerade" + Ports(" to :", masquerade.PortMinRegister, masquerade.PortMaxRegister, value) + Options(masquerade.Flags),
        RedirectExpression redirect => "redirect" + Ports(" to :", redirect.PortMinRegister, redirect.PortMaxRegister, value) + Options(redirect.Flags),
        NatExpression nat => Nat(nat, family, value),
        NotrackExpression => "notrack",
        SetMetaExpression set => $"{Named(FieldWords.Of(set.Key))} set {value(set.Register, FieldWords.Of(set.Key).Kind)}",
        SetConntrackExpression set => $"{FieldWords.Of(set.Key, null).Name} set {value(set.Register, FieldWords.Of(set.Key, null).Kind)}",
        XtTargetExpression { Extension: "REJECT" } => "reject",
        XtTargetExpression { Extension: "MASQUERADE" } => "masquerade",
        XtTargetExpression target => $"xt target \"{target.Extension}\"",
        _ => null,
    };

    private static string Named(FieldWords field) => field.Name.StartsWith("meta ", StringComparison.Ordinal) ? field.Name : $"meta {field.Name}";

    private static string Log(LogExpression log)
    {
        var words = "log";
        if (!string.IsNullOrEmpty(log.Prefix))
            words += $" prefix \"{log.Prefix}\"";
        if (log.Group is { } group)
            words += $" group {group}";
        if (log.SnapLength is { } length and > 0)
            words += $" snaplen {length}";
        if (log.QueueThreshold is { } threshold and > 0)
            words += $" queue-threshold {threshold}";
        if (log.Group is null && log.Level is { } level and not 4 && level < Levels.Length)
            words += $" level {Levels[level]}";
        return words;
    }

    private static string Limit(LimitExpression limit)
    {
        var unit = limit.Seconds switch { 1 => "second", 60 => "minute", 3600 => "hour", 86400 => "day", 604800 => "week", _ => $"{limit.Seconds} seconds" };
        var rate = limit.CountsBytes
            ? limit.Rate switch { > 0 when limit.Rate % (1 << 20) == 0 => $"{limit.Rate >> 20} mbytes", > 0 when limit.Rate % 1024 == 0 => $"{limit.Rate >> 10} kbytes", _ => $"{limit.Rate} bytes" }
            : $"{limit.Rate}";
        var burst = limit.CountsBytes ? limit.Burst > 0 ? $" burst {limit.Burst} bytes" : "" : limit.Burst is > 0 and not 5 ? $" burst {limit.Burst} packets" : "";
        return $"limit rate {(limit.Negated ? "over " : "")}{rate}/{unit}{burst}";
    }

    private static string Reject(RejectExpression reject, NfFamily family)
    {
        var isIPv6 = family == NfFamily.IPv6;
        return reject switch
        {
            { With: RejectKind.TcpReset } => "reject with tcp reset",
            { With: RejectKind.AnyFamilyUnreachable, Code: 1 } => "reject",
            { With: RejectKind.AnyFamilyUnreachable } => $"reject with icmpx {reject.Code switch { 0 => "no-route", 2 => "host-unreachable", 3 => "admin-prohibited", var other => $"{other}" }}",
            _ when family is NfFamily.IPv4 && reject.Code == 3 || isIPv6 && reject.Code == 4 => "reject",
            _ when isIPv6 => $"reject with icmpv6 {reject.Code switch { 0 => "no-route", 1 => "admin-prohibited", 3 => "addr-unreachable", 5 => "policy-fail", 6 => "reject-route", var other => $"{other}" }}",
            _ => $"reject with icmp {reject.Code switch { 0 => "net-unreachable", 1 => "host-unreachable", 2 => "prot-unreachable", 3 => "port-unreachable", 9 => "net-prohibited", 10 => "host-prohibited", 13 => "admin-prohibited", var other => $"{other}" }}",
        };
    }

    private static string Nat(NatExpression nat, NfFamily family, Func<uint, ValueKind, string> value)
    {
        var of = family == NfFamily.Inet ? nat.AddressFamily == NfFamily.IPv6 ? " ip6" : " ip" : "";
        var address = nat.AddressMinRegister is { } min
            ? value(min, ValueKind.Address) + (nat.AddressMaxRegister is { } max && max != min ? $"-{value(max, ValueKind.Address)}" : "")
            : "";
        var ports = Ports(":", nat.PortMinRegister, nat.PortMaxRegister, value);
        if (ports.Length > 0 && address.Contains(':', StringComparison.Ordinal))
            address = $"[{address}]";
        return $"{(nat.Destination ? "dnat" : "snat")}{of} to {address}{ports}{Options(nat.Flags)}";
    }

    private static string Ports(string before, uint? min, uint? max, Func<uint, ValueKind, string> value) => min is not { } from
        ? ""
        : before + value(from, ValueKind.Number) + (max is { } to && to != from ? $"-{value(to, ValueKind.Number)}" : "");

    private static string Options(uint flags)
    {
        var options = new List<string>();
        if ((flags & NF_NAT_RANGE_PROTO_RANDOM) != 0)
            options.Add("random");
        if ((flags & NF_NAT_RANGE_PROTO_RANDOM_FULLY) != 0)
            options.Add("fully-random");
        if ((flags & NF_NAT_RANGE_PERSISTENT) != 0)
            options.Add("persistent");
        return options.Count == 0 ? "" : " " + string.Join(',', options);
    }
}
