using VethLab.Linux.NfTables;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.Networks.Nat.Ports;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Forwarding;

/// <summary>Lets packets pass, and takes that back.</summary>
public static class ForwardingOperations
{
    /// <summary>Plans to turn forwarding on in a namespace until PlanDisable, IPv4's and with IPv6 both; empty where that is in force already.</summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing.</exception>
    public static Plan PlanEnable(NamespaceSession session, bool withIPv6 = false)
    {
        var plan = PlanHold(session, new Plan(), RecordText.HoldsForwarding);
        return withIPv6 ? PlanHold(session, plan, RecordText.HoldsForwarding, NfFamily.IPv6) : plan;
    }

    /// <summary>
    /// Plans to let what a bridge bridges and routes pass, in the least invasive way that works for what there is: rules in iptables-nft's FORWARD
    /// chain only where that drops, or where it cannot be told; empty where all is in force already.
    /// </summary>
    /// <param name="session">The namespace that forwards.</param>
    /// <param name="bridge">The bridge.</param>
    /// <param name="withIPv6">Also turn IPv6 forwarding on.</param>
    /// <param name="bypass">Where another chain drops what is bridged: pass bridged packets to iptables no longer, in the whole namespace.</param>
    /// <exception cref="NetworkException">
    /// BridgeNotFound, NotABridge; ForwardingBlocked: another chain drops, which no rule of ours can overrule.
    /// </exception>
    public static Plan PlanEnable(NamespaceSession session, string bridge, bool withIPv6 = false, bool bypass = false)
    {
        _ = InterfaceReader.NeedBridge(session, bridge);
        var passage = new BridgePassage(session, bridge);
        var plan = new Plan();
        if (passage.Blocked(exceptBridged: bypass) is { } blocked && !(bypass && passage.Blocked(exceptBridged: false) is { IsBridged: true }))
            throw Blocked(bridge, blocked);
        if (passage.Blocked(exceptBridged: false) is { IsBridged: true })
        {
            new BridgeFilterSwitch(session, new LabTable(session)).PlanOff(plan);
            if (passage.Blocked(exceptBridged: true) is { } rest)
                plan.Outcome.Add($"{rest.What} are still dropped by {rest.By}, which cannot be helped from outside.");
        }
        else if (passage.NeedsAccept)
        {
            new BridgeAcceptRules(session, bridge).PlanAdd(plan);
            if (!plan.IsEmpty)
                plan.Outcome.Add($"iptables-nft's FORWARD chain drops packets of {bridge}, or may; rules at its top, or in DOCKER-USER, accept them now.");
        }
        foreach (var doubt in passage.Doubts)
            plan.Outcome.Add(doubt);
        PlanInterface(plan, session, bridge);
        plan = PlanHold(session, plan, RecordText.HoldsForwardingOf(bridge));
        return withIPv6 ? PlanHold(session, plan, RecordText.HoldsForwardingOf(bridge), NfFamily.IPv6) : plan;
    }

    private static NetworkException Blocked(string bridge, (string What, string By, bool IsBridged) blocked) => new(
        NetworkError.ForwardingBlocked,
        $"{blocked.What} would be dropped by {blocked.By}: a drop is final, and no accept elsewhere overrules it.",
        bridge,
        $"Accept the bridge in that chain itself (nft insert rule FAMILY TABLE CHAIN iifname {bridge} accept), or keep the bridge in a namespace of its own"
            + (blocked.IsBridged ? "; -BypassBridgeNetfilter keeps bridged packets from all such chains of the namespace." : "."));

    /// <summary>An interface may be excepted from forwarding that is on; where it is off, turning it on sets them all.</summary>
    private static void PlanInterface(Plan plan, NamespaceSession session, string bridge)
    {
        var key = $"ipv4/conf/{bridge}/forwarding";
        if (session.Sysctls.Read(ForwardingSwitch.IPForward) == "0" || session.Sysctls.Read(key) != "0")
            return;
        var table = new LabTable(session);
        string[] records = [RecordText.Had(key, "0")];
        plan.Add(table.AddRecordsCommand(records), () => table.AddRecords(records), () => table.RemoveRecords(records));
        plan.Add(session.Shell.Sysctl(key, "1"), () => Write(session, key, "1"), () => Write(session, key, "0"));
        plan.Outcome.Add($"IPv4 forwarding of {bridge} alone was off in {session.Description} and is turned on.");
    }

    private static void Write(NamespaceSession session, string key, string value) => KernelErrors.Explained(session.Name, () =>
    {
        if (session.Sysctls.Read(key) is not null)
            session.Sysctls.Write(key, value);
    });

    private static Plan PlanHold(NamespaceSession session, Plan plan, string hold, NfFamily family = NfFamily.IPv4)
    {
        var table = new LabTable(session, family: family);
        new ForwardingSwitch(session, table).PlanOn(plan);
        if (!table.Rules(LabTable.Records).Any(rule => rule.Comment == hold))
            plan.Add(table.AddRecordsCommand([hold]), () => table.AddRecords([hold]), () => table.RemoveRecords([hold]));
        return plan;
    }

    /// <summary>
    /// Plans to end what Enable-NetForwarding began, giving back what was; where it was not in force, to turn IPv4 forwarding off. Empty where
    /// it is off already.
    /// </summary>
    /// <exception cref="NetworkException">ForwardingInUse: a masquerade needs it.</exception>
    public static Plan PlanDisable(NamespaceSession session)
    {
        var table = new LabTable(session);
        var plan = new Plan();
        foreach (var held in Held(session, RecordText.HoldsForwarding))
            PlanRelease(session, held, plan, RecordText.HoldsForwarding);
        if (!plan.IsEmpty)
            return plan;

        var forwarding = new ForwardingSwitch(session, table);
        if (!forwarding.IsOn)
            return plan;
        if (IsNeeded(session, table, except: null) is { } user)
        {
            throw new NetworkException(
                NetworkError.ForwardingInUse, $"IPv4 forwarding in {session.Description} is needed by {user}.", session.Name,
                "Disable-Masquerade, Remove-NetPortMapping and Disable-NetForwarding -Bridge end what needs it.");
        }
        forwarding.PlanSet(plan, on: false);
        return plan;
    }

    /// <summary>Plans to end what Enable-NetForwarding -Bridge began; empty where nothing of it is in force. The bridge may be gone.</summary>
    /// <exception cref="NetworkException">InvalidName.</exception>
    public static Plan PlanDisable(NamespaceSession session, string bridge)
    {
        InterfaceName.Check(bridge);
        var plan = new Plan();
        new BridgeAcceptRules(session, bridge).PlanRemove(plan);
        var hold = RecordText.HoldsForwardingOf(bridge);
        foreach (var table in Held(session, hold))
        {
            foreach (var record in table.Rules(LabTable.Records).Where(rule => RecordText.ParseHad(rule.Comment)?.Key == $"ipv4/conf/{bridge}/forwarding"))
            {
                var (key, value) = RecordText.ParseHad(record.Comment)!;
                plan.Add(session.Shell.Sysctl(key, value), () => Write(session, key, value), () => Write(session, key, "1"));
                table.PlanRemove(plan, [record]);
            }
            if (!table.Rules(LabTable.Records).Any(rule => RecordText.BridgeHeld(rule.Comment) is { } other && other != bridge))
                new BridgeFilterSwitch(session, table).PlanGiveBack(plan);
            PlanRelease(session, table, plan, hold);
        }
        return plan;
    }

    /// <summary>VethLab's tables of single cmdlets that have a record.</summary>
    private static IEnumerable<LabTable> Held(NamespaceSession session, string hold) => LabTable.AllIn(session)
        .Where(table => table.Name == VethLabMark.Table && table.Rules(LabTable.Records).Any(rule => rule.Comment == hold)).OrderBy(table => table.Family);

    private static Plan PlanRelease(NamespaceSession session, LabTable table, Plan plan, string hold)
    {
        var held = table.Rules(LabTable.Records).Where(rule => rule.Comment == hold).ToList();
        if (held.Count == 0)
            return plan;
        table.PlanRemove(plan, held);
        if (IsNeeded(session, table, hold) is null)
            new ForwardingSwitch(session, table).PlanGiveBack(plan);
        return plan;
    }

    /// <summary>Who needs forwarding besides one hold, in words; null: nobody.</summary>
    private static string? IsNeeded(NamespaceSession session, LabTable table, string? except)
    {
        if (LabTable.AllIn(session).Where(one => one.Family == table.Family).SelectMany(one => MasqueradeOperations.List(session, one)).FirstOrDefault() is { } masquerade)
            return $"the masquerade of {masquerade.Subnet}";
        if (PortMappingOperations.List(session).FirstOrDefault(one => one.Table == table.FullName) is { } mapping)
            return $"the port mapping {mapping.Name}";
        if (table.Others.FirstOrDefault(other => other.NeedsForwarding) is { } needy)
            return $"the lab {Labs.LabMark.LabOfTable(needy.Name)}";
        return table.Rules(LabTable.Records).FirstOrDefault(rule => RecordText.IsHold(rule.Comment) && rule.Comment != except)?.Comment is { } other
            ? $"Enable-NetForwarding{(RecordText.BridgeHeld(other) is { } bridge ? $" -Bridge {bridge}" : string.Empty)}"
            : null;
    }
}
