namespace VethLab.Networks.Plans;

/// <summary>
/// One effect on the kernel: the command line of iproute2, nft or sysctl that would have it, how VethLab does it, and how it is taken
/// back. No undo means that undoing an earlier step takes this one along (an address goes with its link), or, of a final step, that
/// there is no way back (what was deleted is gone).
/// </summary>
public sealed record Step(string Command, Action Apply, Action? Undo = null, bool IsFinal = false)
{
    /// <summary>Steps that follow one another in one group need nothing of each other, and can be taken at the same time; null: in no group.</summary>
    internal string? Group { get; init; }

    /// <summary>How many steps of the group before it must have been taken, from the first, before this one begins; null: all of them.</summary>
    internal int? Needs { get; init; }
}
