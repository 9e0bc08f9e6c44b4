using System.Buffers.Binary;
using System.Net;
using System.Text;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Legacy;

/// <summary>
/// One rule: struct ipt_entry { ipt_ip ip (84 bytes); u32 nfcache; u16 target_offset, next_offset; u32 comefrom; u64 packets, bytes; matches and target },
/// or ip6t_entry, whose ip6t_ip6 has 136 bytes. A match or target: u16 size; char name[29]; u8 revision; and its own structure.
/// </summary>
internal sealed class LegacyEntry
{
    internal const int Drop = -1;
    private const int Accept = -2, Queue = -4, Return = -5;
    private const int PartHeader = 32;

    /// <summary>IPT_INV_*: what is meant is everything else.</summary>
    private const byte InvertIn = 1, InvertOut = 2, InvertSource = 8, InvertDestination = 16, InvertProtocol = 64;

    private readonly NfFamily family;
    private readonly List<NfExpression> conditions = [];
    private XtTargetExpression? target;

    private LegacyEntry(NfFamily family) => this.family = family;

    /// <summary>Bytes from this entry to the next.</summary>
    internal int Length { get; private init; }

    /// <summary>The verdict, or where a jump leads; null: another target decides.</summary>
    internal int? Verdict { get; private set; }

    internal string? ErrorName { get; private set; }

    internal string? Comment { get; private set; }

    internal CounterExpression Counter { get; private init; } = new();

    internal bool IsBareReturn => conditions.Count == 0 && Verdict == Return;

    internal static LegacyEntry Read(NfFamily family, ReadOnlySpan<byte> data)
    {
        var (ip, counters, elements) = family == NfFamily.IPv6 ? (136, 152, 168) : (84, 96, 112);
        if (data.Length < elements)
            throw new InvalidDataException($"a legacy rule of {data.Length} bytes");
        var (targetAt, next) = (BinaryPrimitives.ReadUInt16LittleEndian(data[(ip + 4)..]), BinaryPrimitives.ReadUInt16LittleEndian(data[(ip + 6)..]));
        if (targetAt < elements || next < targetAt + PartHeader || next > data.Length)
            throw new InvalidDataException("a legacy rule whose parts do not fit");
        var entry = new LegacyEntry(family)
        {
            Length = next,
            Counter = new CounterExpression(BinaryPrimitives.ReadUInt64LittleEndian(data[counters..]), BinaryPrimitives.ReadUInt64LittleEndian(data[(counters + 8)..])),
        };
        entry.ReadHeader(data);
        for (var at = elements; at < targetAt;)
            at += entry.ReadMatch(data[at..targetAt]);
        entry.ReadTarget(data[targetAt..next]);
        return entry;
    }

    private void ReadHeader(ReadOnlySpan<byte> data)
    {
        var size = family == NfFamily.IPv6 ? 16 : 4;
        var names = 4 * size;
        var protocol = BinaryPrimitives.ReadUInt16LittleEndian(data[(names + 64)..]);
        var inverted = data[names + (family == NfFamily.IPv6 ? 68 : 67)];
        AddInterface(data.Slice(names, 16), data.Slice(names + 32, 16), PacketWay.In, (inverted & InvertIn) != 0);
        AddInterface(data.Slice(names + 16, 16), data.Slice(names + 48, 16), PacketWay.Out, (inverted & InvertOut) != 0);
        AddNetwork(data[..size], data.Slice(2 * size, size), PacketEnd.Source, (inverted & InvertSource) != 0);
        AddNetwork(data.Slice(size, size), data.Slice(3 * size, size), PacketEnd.Destination, (inverted & InvertDestination) != 0);
        if (protocol != 0)
        {
            conditions.Add(new MetaExpression(MetaKey.TransportProtocol));
            conditions.Add(new CompareExpression((inverted & InvertProtocol) != 0 ? CompareOperator.NotEqual : CompareOperator.Equal, new NfBytes([(byte)protocol])));
        }
        var flags = data[names + (family == NfFamily.IPv6 ? 67 : 66)];
        if (family == NfFamily.IPv4 && (flags & 1) != 0)
            conditions.Add(new XtMatchExpression("fragment", 0, default));
    }

    private void AddInterface(ReadOnlySpan<byte> name, ReadOnlySpan<byte> mask, PacketWay way, bool negated)
    {
        var length = mask.IndexOf((byte)0) is var end && end < 0 ? mask.Length : end;
        if (length == 0)
            return;
        // A whole name is compared with its NUL.
        conditions.Add(new MetaExpression(way == PacketWay.In ? MetaKey.InInterfaceName : MetaKey.OutInterfaceName));
        conditions.Add(new CompareExpression(negated ? CompareOperator.NotEqual : CompareOperator.Equal, new NfBytes(name[..length])));
    }

    private void AddNetwork(ReadOnlySpan<byte> address, ReadOnlySpan<byte> mask, PacketEnd end, bool negated)
    {
        if (!mask.ContainsAnyExcept((byte)0))
            return;
        conditions.Add(new PayloadExpression(PayloadBase.NetworkHeader, Match.AddressOffset(new IPAddress(address).AddressFamily, end), (uint)address.Length));
        if (mask.ContainsAnyExcept((byte)255))
            conditions.Add(new BitwiseExpression(new NfBytes(mask), new NfBytes(new byte[mask.Length])));
        conditions.Add(new CompareExpression(negated ? CompareOperator.NotEqual : CompareOperator.Equal, new NfBytes(address)));
    }

    private int ReadMatch(ReadOnlySpan<byte> data)
    {
        var (name, revision, info, size) = ReadPart(data);
        if (name == "comment")
            Comment = Text(info);
        else if (name is "tcp" or "udp" && Ports(name, info) is { } ports)
            conditions.AddRange(ports);
        else
            conditions.Add(new XtMatchExpression(name, revision, new NfBytes(info)));
        return size;
    }

    /// <summary>struct xt_tcp { u16 spts[2], dpts[2]; u8 option, flg_mask, flg_cmp, invflags; }, xt_udp without what is between; null where it says more than ports.</summary>
    private static List<NfExpression>? Ports(string name, ReadOnlySpan<byte> info)
    {
        if (info.Length < (name == "tcp" ? 12 : 9) || (name == "tcp" ? info[8] | info[9] | info[11] : info[8]) != 0)
            return null;
        ushort At(ReadOnlySpan<byte> from, int index) => BinaryPrimitives.ReadUInt16LittleEndian(from[(2 * index)..]);
        var result = new List<NfExpression>();
        if ((At(info, 0), At(info, 1)) is var (sourceFirst, sourceLast) && (sourceFirst, sourceLast) != (0, 65535))
            result.AddRange(Match.SourcePorts(sourceFirst, sourceLast));
        if ((At(info, 2), At(info, 3)) is var (first, last) && (first, last) != (0, 65535))
            result.AddRange(Match.DestinationPorts(first, last));
        return result;
    }

    private void ReadTarget(ReadOnlySpan<byte> data)
    {
        var (name, revision, info, _) = ReadPart(data);
        if (name == "ERROR")
            ErrorName = Text(info);
        else if (name.Length == 0)
            Verdict = BinaryPrimitives.ReadInt32LittleEndian(info);
        else
            target = new XtTargetExpression(name, revision, new NfBytes(info));
    }

    private static (string Name, byte Revision, byte[] Info, int Size) ReadPart(ReadOnlySpan<byte> data)
    {
        if (data.Length < PartHeader || BinaryPrimitives.ReadUInt16LittleEndian(data) is var size && (size < PartHeader || size > data.Length))
            throw new InvalidDataException("a legacy match or target that does not fit");
        return (Text(data.Slice(2, 29)), data[31], data[PartHeader..size].ToArray(), size);
    }

    private static string Text(ReadOnlySpan<byte> data) => Encoding.UTF8.GetString(data[..(data.IndexOf((byte)0) is var end && end < 0 ? data.Length : end)]);

    /// <summary>The rule in nf_tables' terms.</summary>
    /// <param name="chains">Users' chains by where their first rule stands.</param>
    /// <param name="at">Where this one stands: a jump to the next is none.</param>
    internal NfExpressionList Expressions(IReadOnlyDictionary<int, string> chains, int at)
    {
        List<NfExpression> all = [.. conditions, Counter];
        if (target is not null)
            all.Add(target);
        else if (Verdict is { } verdict && VerdictOf(verdict, chains, at) is { } decided)
            all.Add(decided);
        return [.. all];
    }

    private VerdictExpression? VerdictOf(int verdict, IReadOnlyDictionary<int, string> chains, int at) => verdict switch
    {
        Drop => VerdictExpression.Drop,
        Accept => VerdictExpression.Accept,
        Return => new VerdictExpression(NfVerdict.Return),
        Queue => new VerdictExpression(NfVerdict.Queue),
        _ when verdict == at + Length => null,
        _ => new VerdictExpression(NfVerdict.Jump, chains.GetValueOrDefault(verdict, $"{verdict}")),
    };
}
