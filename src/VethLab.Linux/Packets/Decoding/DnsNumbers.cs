namespace VethLab.Linux.Packets;

/// <summary>Names of DNS's numbers, as IANA registers them.</summary>
internal static class DnsNumbers
{
    internal const ushort A = 1;
    internal const ushort NS = 2;
    internal const ushort CNAME = 5;
    internal const ushort SOA = 6;
    internal const ushort PTR = 12;
    internal const ushort MX = 15;
    internal const ushort TXT = 16;
    internal const ushort AAAA = 28;
    internal const ushort SRV = 33;
    internal const ushort DNAME = 39;
    internal const ushort OPT = 41;
    internal const ushort SPF = 99;

    internal static string Type(ushort type) => type switch
    {
        A => "A",
        NS => "NS",
        CNAME => "CNAME",
        SOA => "SOA",
        PTR => "PTR",
        13 => "HINFO",
        MX => "MX",
        TXT => "TXT",
        AAAA => "AAAA",
        SRV => "SRV",
        35 => "NAPTR",
        DNAME => "DNAME",
        OPT => "OPT",
        43 => "DS",
        44 => "SSHFP",
        46 => "RRSIG",
        47 => "NSEC",
        48 => "DNSKEY",
        50 => "NSEC3",
        52 => "TLSA",
        64 => "SVCB",
        65 => "HTTPS",
        SPF => "SPF",
        250 => "TSIG",
        251 => "IXFR",
        252 => "AXFR",
        255 => "ANY",
        257 => "CAA",
        _ => $"Type{type}",
    };

    internal static string Class(ushort number) => number switch
    {
        1 => "IN",
        3 => "CHAOS",
        4 => "HS",
        254 => "NONE",
        255 => "ANY",
        _ => $"(Class {number})",
    };

    /// <summary>What an answer's code adds in a summary.</summary>
    internal static string ResponseCode(int code) => code switch
    {
        0 => "",
        1 => " FormErr",
        2 => " ServFail",
        3 => " NXDomain",
        4 => " NotImp",
        5 => " Refused",
        6 => " YXDomain",
        7 => " YXRRSet",
        8 => " NXRRSet",
        9 => " NotAuth",
        10 => " NotZone",
        _ => $" Resp{code}",
    };

    /// <summary>What an operation adds in a summary.</summary>
    internal static string Opcode(int code) => code switch
    {
        0 => "",
        1 => " inv_q",
        2 => " stat",
        4 => " notify",
        5 => " update",
        _ => $" op{code}",
    };
}
