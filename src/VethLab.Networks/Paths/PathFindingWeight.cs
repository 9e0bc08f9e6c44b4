namespace VethLab.Networks.Paths;

/// <summary>How sure a finding is.</summary>
public enum PathFindingWeight
{
    /// <summary>Worth telling, where packets pass all the same.</summary>
    Note,

    /// <summary>Explains a loss, if there is one at that place: an unknown rule, a neighbour that did not answer lately.</summary>
    Suspect,

    /// <summary>Packets die there, as surely as the configuration can say.</summary>
    Certain,
}
