using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Plans;

/// <summary>What of a lab something that is here already can stand in the way of.</summary>
public enum LabPart
{
    /// <summary>A namespace, by its name; also the lab's own.</summary>
    Namespace,

    /// <summary>An interface here, by its name.</summary>
    Interface,

    /// <summary>A setting here, by its key: ipv4/conf/all/rp_filter.</summary>
    Sysctl,

    /// <summary>A network that shall be reached from here through the uplink.</summary>
    Network,
}

/// <summary>Something here that stands in the way of a lab.</summary>
/// <param name="Part">What of the lab.</param>
/// <param name="Name">Its name.</param>
/// <param name="Failure">Why it cannot be made.</param>
public sealed record LabConflict(LabPart Part, string Name, NetworkException Failure);

/// <summary>All that stands in the way of a lab. As an exception it is the first of them.</summary>
public sealed class LabConflictException : NetworkException
{
    internal LabConflictException(IReadOnlyList<LabConflict> all)
        : base(all[0].Failure.Error, all[0].Failure.Message, all[0].Failure.Target, all[0].Failure.Advice, all[0].Failure) => All = all;

    public IReadOnlyList<LabConflict> All { get; }
}
