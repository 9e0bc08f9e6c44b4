namespace VethLab.Linux.Packets;

/// <summary>A DNS message (RFC 1035), or one of multicast DNS (RFC 6762).</summary>
public sealed record DnsMessage
{
    /// <summary>The number that an answer shares with its question.</summary>
    public required int Id { get; init; }

    public required bool IsResponse { get; init; }

    /// <summary>0 is a query, 4 a notification, 5 an update.</summary>
    public required int Opcode { get; init; }

    /// <summary>0 is no error, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED.</summary>
    public required int ResponseCode { get; init; }

    /// <summary>AA: the answer of a server of that zone.</summary>
    public required bool IsAuthoritative { get; init; }

    /// <summary>TC: more than the datagram could take.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>RD.</summary>
    public required bool IsRecursionDesired { get; init; }

    /// <summary>RA.</summary>
    public required bool IsRecursionAvailable { get; init; }

    /// <summary>AD: the server has checked signatures.</summary>
    public required bool IsAuthenticData { get; init; }

    /// <summary>CD: the server shall not check signatures.</summary>
    public required bool IsCheckingDisabled { get; init; }

    public DnsQuestion[] Questions { get; internal set; } = [];

    public DnsRecord[] Answers { get; internal set; } = [];

    public DnsRecord[] Authorities { get; internal set; } = [];

    public DnsRecord[] Additionals { get; internal set; } = [];

    /// <summary>Records beyond those that are read, which are at most 256 in all.</summary>
    public int UnreadRecords { get; internal set; }

    public override string ToString() =>
        $"{(IsResponse ? "response" : "query")} {Id} {string.Join(", ", Questions.Select(question => question.ToString()))}"
        + (Answers.Length == 0 ? "" : $": {string.Join(", ", Answers.Select(answer => $"{answer.Type} {answer.Data}"))}");
}

/// <summary>What a DNS message asks for.</summary>
/// <param name="Name">Without the dot at its end; "." is the root.</param>
/// <param name="Type">A, AAAA, MX …, or Type and a number.</param>
/// <param name="Class">IN, or another one.</param>
/// <param name="WantsUnicast">Of multicast DNS: the answer should come to the asker alone.</param>
public sealed record DnsQuestion(string Name, string Type, string Class, bool WantsUnicast)
{
    public override string ToString() => $"{Type}? {Name}";
}

/// <summary>What a DNS message tells.</summary>
/// <param name="Name">Without the dot at its end; "." is the root.</param>
/// <param name="Type">A, AAAA, MX …, or Type and a number.</param>
/// <param name="Class">IN, or another one; for OPT the largest datagram that the sender takes.</param>
/// <param name="TimeToLive">In seconds.</param>
/// <param name="Data">As zone files write it; hexadecimal for types that are not known.</param>
/// <param name="FlushesCache">Of multicast DNS: it replaces what was known.</param>
public sealed record DnsRecord(string Name, string Type, string Class, uint TimeToLive, string Data, bool FlushesCache)
{
    public override string ToString() => $"{Name} {TimeToLive} {Class} {Type} {Data}";
}
