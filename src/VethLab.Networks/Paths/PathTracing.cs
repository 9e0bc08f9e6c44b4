namespace VethLab.Networks.Paths;

/// <summary>
/// Whether nf_tables is asked to tell what its rules do to the probe. That takes a table of its own for as long as the probe is under way, in each
/// namespace on the path.
/// </summary>
public enum PathTracing
{
    /// <summary>A second probe is traced, where the first had no answer and there are rules at all.</summary>
    AfterFailure,

    /// <summary>No rule is made.</summary>
    Never,

    /// <summary>The first probe is traced.</summary>
    Always,
}
