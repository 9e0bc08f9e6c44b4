using System.Buffers.Binary;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Legacy;

/// <summary>
/// Takes a table's entries apart: built-in chains begin where hook_entry says and end with their policy at underflow; a user's chain begins with a
/// target ERROR that has its name, and ends with a RETURN.
/// </summary>
internal static class LegacyTableReader
{
    private const int ValidHooksAt = 32, HookEntryAt = 36, UnderflowAt = 56;

    private static readonly (string Chain, NfHook Hook)[] BuiltIn =
        [("PREROUTING", NfHook.Prerouting), ("INPUT", NfHook.Input), ("FORWARD", NfHook.Forward), ("OUTPUT", NfHook.Output), ("POSTROUTING", NfHook.Postrouting)];

    internal static LegacyTable Read(NfFamily family, string table, ReadOnlySpan<byte> info, ReadOnlySpan<byte> data)
    {
        var hooks = BinaryPrimitives.ReadUInt32LittleEndian(info[ValidHooksAt..]);
        var begins = new Dictionary<int, int>();
        var ends = new Dictionary<int, int>();
        for (var hook = 0; hook < BuiltIn.Length; hook++)
        {
            if ((hooks & (1u << hook)) == 0)
                continue;
            begins[BinaryPrimitives.ReadInt32LittleEndian(info[(HookEntryAt + (4 * hook))..])] = hook;
            ends[BinaryPrimitives.ReadInt32LittleEndian(info[(UnderflowAt + (4 * hook))..])] = hook;
        }
        var entries = new List<(int At, LegacyEntry Entry)>();
        for (var at = 0; at < data.Length;)
        {
            var entry = LegacyEntry.Read(family, data[at..]);
            entries.Add((at, entry));
            at += entry.Length;
        }
        // Where users' chains begin: behind their names, to which jumps lead.
        var names = entries.Where(entry => entry.Entry.ErrorName is not null).ToDictionary(entry => entry.At + entry.Entry.Length, entry => entry.Entry.ErrorName!);

        var chains = new List<NfChain>();
        var rules = new List<NfRule>();
        string? chain = null;
        for (var i = 0; i < entries.Count; i++)
        {
            var (at, entry) = entries[i];
            if (begins.TryGetValue(at, out var hook))
            {
                chain = BuiltIn[hook].Chain;
                chains.Add(new NfChain(family, table, chain, 0, table == "nat" ? "nat" : "filter", BuiltIn[hook].Hook, PriorityOf(table, BuiltIn[hook].Hook), NfVerdict.Accept, null, 0));
            }
            if (entry.ErrorName is { } name)
            {
                chain = name == "ERROR" && i == entries.Count - 1 ? null : name;
                if (chain is not null)
                    chains.Add(new NfChain(family, table, chain, 0, null, null, null, null, null, 0));
                continue;
            }
            if (chain is null)
                continue;
            if (ends.ContainsKey(at))
            {
                if (entry.Verdict == LegacyEntry.Drop)
                    chains[^1] = chains[^1] with { Policy = NfVerdict.Drop };
                chain = null;
                continue;
            }
            if (i + 1 < entries.Count && entries[i + 1].Entry.ErrorName is not null && entry.IsBareReturn)
                continue;
            rules.Add(new NfRule(family, table, chain, (ulong)i, entry.Expressions(names, at), entry.Comment));
        }
        return new LegacyTable(family, table, chains.AsReadOnly(), rules.AsReadOnly());
    }

    private static int PriorityOf(string table, NfHook hook) => table switch
    {
        "raw" => -300,
        "mangle" => -150,
        "nat" => hook is NfHook.Prerouting or NfHook.Output ? -100 : 100,
        "security" => 50,
        _ => 0,
    };
}
