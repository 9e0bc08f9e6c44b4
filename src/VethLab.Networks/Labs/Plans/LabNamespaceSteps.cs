using VethLab.Networks.Dns;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that make a namespace of a lab.</summary>
internal static class LabNamespaceSteps
{
    /// <summary>Without the name servers that another namespace of its name has left, which is gone.</summary>
    internal static void Add(LabPlan plan, LabPlace place, LabMark mark)
    {
        var name = place.Name!;
        if (ResolverFile.RemoveStep(name) is { } left)
            plan.Add(place, "Remove name servers", name, left.Command, left.Apply, left.Undo);
        plan.AddSpace(
            place, "Create namespace",
            () => $"ip netns add {ShellPrefix.Quote(name)} && {place.Ip($"link set lo alias {mark.Alias} group {mark.Group} up")}",
            () => place.Create(mark), place.Remove);
    }
}
