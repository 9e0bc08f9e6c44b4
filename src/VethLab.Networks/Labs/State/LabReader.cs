using VethLab.Linux.Namespaces;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Commands;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.State;

/// <summary>Reads labs from the kernel; nothing else knows of them.</summary>
public static class LabReader
{
    /// <summary>All labs, sorted by name: complete ones, and what a killed process has left of one.</summary>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    public static IReadOnlyList<NetworkLab> List()
    {
        using var survey = LabSurvey.Take();
        return survey.Labs.Values.OrderBy(lab => lab.Name, StringComparer.Ordinal).Select(Read).ToList();
    }

    /// <summary>Names of all labs.</summary>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    public static IReadOnlyList<string> Names()
    {
        using var survey = LabSurvey.Take();
        return survey.Labs.Keys.Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>One lab.</summary>
    /// <exception cref="NetworkException">InvalidName, LabNotFound, NotPermitted.</exception>
    public static NetworkLab Read(string name)
    {
        LabName.Check(name);
        using var survey = LabSurvey.Take(name);
        return survey.Labs.TryGetValue(name, out var lab) ? Read(lab) : throw NotFound(name);
    }

    /// <summary>There is no such lab.</summary>
    public static NetworkException NotFound(string name) => new(
        NetworkError.LabNotFound, $"There is no lab '{name}'.", name,
        "Get-VethLab lists the labs there are. One with placement Host is seen in the namespace where it was made, and in named ones.");

    /// <summary>The lab that carries these marks.</summary>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    internal static NetworkLab Read(LabTraces lab) => KernelErrors.Explained(lab.Name, () =>
    {
        var place = lab.Place;
        var hasOwn = lab.Own is not null;
        var ends = new LabEnds(lab);
        var bridges = place is null ? [] : ends.BridgesIn(place);
        return new NetworkLab
        {
            Name = lab.Name,
            Placement = !hasOwn && lab.Outside.Count > 0 ? LabPlacement.Host : LabPlacement.Namespace,
            Namespaces = lab.Machines.Select(space => space.Name!).Concat(lab.Placeholders).Order(StringComparer.Ordinal).ToSnapshotList(),
            Bridges = bridges.ToSnapshotList(),
            Links = ends.Pairs.Where(pair => !IsUplink(pair)).ToSnapshotList(),
            Uplink = ends.Pairs.FirstOrDefault(IsUplink),
            Subnets = bridges.SelectMany(bridge => bridge.IPAddress).Select(address => AddressText.ParsePrefix(address).Network)
                .Where(network => !network.Address.IsIPv6LinkLocal).Select(network => network.ToString()).Distinct().ToSnapshotList(),
            Masquerade = lab.Outside.Where(outside => outside.HasTable)
                .SelectMany(outside => MasqueradeOperations.List(outside.Session)).Where(one => one.Table.EndsWith($" {lab.Mark.Table}", StringComparison.Ordinal))
                .Select(one => one.Subnet).Distinct().ToSnapshotList(),
            Reachability = ExpectationsOf(lab, place).ToSnapshotList(),
            Processes = ProcessesOf(lab, place).ToSnapshotList(),
            Namespace = place?.Name,
            NamespaceId = place?.Identity ?? default,
        };

        bool IsUplink(VethPair pair) => hasOwn && pair.Name == LabCompletion.UplinkName && pair.Namespace == lab.Name;
    });

    /// <summary>Who shall reach whom, without reading the rest of the lab.</summary>
    internal static IEnumerable<LabExpectation> ExpectationsOf(LabTraces lab) => ExpectationsOf(lab, lab.Place);

    /// <summary>Who has asked for no commands pays for no look at all processes.</summary>
    private static IEnumerable<LabProcess> ProcessesOf(LabTraces lab, NamespaceSession? place)
    {
        var commands = place is null ? [] : CommandsOf(lab, place);
        if (commands.Count == 0)
            return [];
        var found = CommandProcesses.Find(lab.Name, lab.Inodes).ToLookup(process => process.Number);
        return commands.Where(command => !command.Command.Wait || found.Contains(command.Number)).Select(command => new LabProcess
        {
            Id = found[command.Number].FirstOrDefault()?.Id,
            Namespace = command.Namespace ?? lab.Name,
            Command = command.Command.Run,
            Name = command.Command.Name,
        });
    }

    /// <summary>The commands that a lab was made with.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="place">Where its records are.</param>
    internal static IReadOnlyList<PlacedCommand> CommandsOf(LabTraces lab, NamespaceSession place) =>
        !place.HasNfTables ? [] : CommandRecord.Read(new LabTable(place, lab.Mark.Table).Rules(LabTable.Records).Select(rule => rule.Comment));

    private static IEnumerable<LabExpectation> ExpectationsOf(LabTraces lab, NamespaceSession? place) =>
        place is null || !place.HasNfTables ? []
        : new LabTable(place, lab.Mark.Table).Rules(LabTable.Records).Select(rule => RecordText.ParseExpects(rule.Comment)).OfType<LabExpectation>();
}
