namespace VethLab.Networks.Labs.Description;

/// <summary>Where the bridges of a lab live.</summary>
public enum LabPlacement
{
    /// <summary>In a namespace of the lab's own, called as the lab is: the machine's firewall never sees their packets.</summary>
    Namespace,

    /// <summary>In the namespace where the lab is made, as in the tutorial.</summary>
    Host,
}
