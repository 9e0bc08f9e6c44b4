using VethLab.Linux.Namespaces;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Plans;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;

namespace VethLab.Tests.Labs.Generated;

/// <summary>A namespace to make labs in, which ends with them all. It has a name, so that labs are seen in it from outside.</summary>
internal sealed class LabRig : IDisposable
{
    private readonly string name;

    internal LabRig(string name = "rt-here")
    {
        this.name = name;
        NamespaceOperations.PlanCreate(name).Run();
        Session = new NamespaceSession(NamespaceDirectory.Open(name)!, isHere: false, name);
    }

    /// <summary>Where labs are made.</summary>
    internal NamespaceSession Session { get; }

    internal void Make(LabDescription lab)
    {
        using var plan = LabPlanner.Plan(lab, Session);
        plan.Plan.Run();
    }

    /// <summary>The plan by which a lab becomes what is described. The caller disposes it.</summary>
    internal LabPlan Plan(LabDescription lab) => LabPlanner.Plan(lab, Session);

    internal static void Remove(string lab)
    {
        using var removal = LabRemoval.Of(lab);
        removal.Plan.Run();
        removal.Wait();
        Assert.Empty(removal.Held);
    }

    public void Dispose()
    {
        Session.Dispose();
        foreach (var lab in LabReader.Names().Where(lab => lab.StartsWith("rt", StringComparison.Ordinal)))
            Remove(lab);
        NamespaceDirectory.Remove(name);
    }
}
