using VethLab.Networks.Labs.Description;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that write and change what stands in a lab's table.</summary>
internal static class LabRecordSteps
{
    /// <summary>The records of a description, but for those of commands and of former values.</summary>
    internal static IEnumerable<string> Of(LabDescription lab, bool hasNfTables) =>
        (lab.Placement == LabPlacement.Host ? [RecordText.Lab] : Array.Empty<string>()).Concat(lab.Reachability.Select(RecordText.Expects)).Concat(hasNfTables ? AskedText.For(lab) : []);

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

    /// <summary>Puts records in another order, or others in their place, at one stroke.</summary>
    /// <param name="plan">What the step is added to.</param>
    /// <param name="place">Where the table is.</param>
    /// <param name="mark">Whose it is.</param>
    /// <param name="isMeant">Which records are replaced.</param>
    /// <param name="before">Those that will be there by then.</param>
    /// <param name="after">Those that shall be.</param>
    internal static void Replace(LabPlan plan, LabPlace place, LabMark mark, Func<string?, bool> isMeant, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        plan.Add(
            place, "Order records", $"nf_tables table ip {mark.Table}",
            after.Count > 0 ? LabTable.AddRecordsCommand(place.Run, mark.Table, after) : place.Run($"nft flush chain ip {mark.Table} {LabTable.Records}"),
            () => Write(after), () => Write(before));

        void Write(IReadOnlyList<string> records) => new LabTable(place.Session, mark.Table).ReplaceRecords(isMeant, records);
    }
}
