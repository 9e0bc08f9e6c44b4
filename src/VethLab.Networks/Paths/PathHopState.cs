namespace VethLab.Networks.Paths;

/// <summary>What the configuration of a hop does to the packets that are asked about.</summary>
public enum PathHopState
{
    /// <summary>Lets them pass.</summary>
    Passes,

    /// <summary>Stops them.</summary>
    Stops,

    /// <summary>Cannot be told.</summary>
    Unknown,
}
