using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that change what stands in a lab's table.</summary>
internal static class LabRecordUpdate
{
    internal static void Add(LabPlan plan, LabPlace place, LabMark mark, IReadOnlyList<string> records)
    {
        if (records.Count == 0)
            return;
        plan.Add(
            place, "Write records", $"nf_tables table ip {mark.Table}", LabTable.AddRecordsCommand(place.Run, mark.Table, records),
            () => new LabTable(place.Session, mark.Table).AddRecords(records),
            place.IsNew ? null : () => new LabTable(place.Session, mark.Table).RemoveRecords(records));
    }

    internal static void Remove(LabPlan plan, LabPlace place, LabMark mark, IReadOnlyList<string> records)
    {
        if (records.Count == 0)
            return;
        var handles = new LabTable(place.Session, mark.Table).Rules(LabTable.Records).Where(rule => records.Contains(rule.Comment)).Select(rule => rule.Handle);
        plan.Add(
            place, "Remove records", $"nf_tables table ip {mark.Table}",
            string.Join(" && ", handles.Select(handle => place.Run($"nft delete rule ip {mark.Table} {LabTable.Records} handle {handle}"))),
            () => new LabTable(place.Session, mark.Table).RemoveRecords(records),
            () => new LabTable(place.Session, mark.Table).AddRecords(records));
    }
}
