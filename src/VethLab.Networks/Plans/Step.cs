using VethLab.Networks.Errors;

namespace VethLab.Networks.Plans;

/// <summary>
/// One effect on the kernel: the command line of iproute2, nft or sysctl that would have it, how VethLab does it, and how it is taken
/// back. No undo means that undoing an earlier step takes this one along (an address goes with its link), or, of a final step, that
/// there is no way back (what was deleted is gone).
/// </summary>
public sealed class Step
{
    private readonly string? command;
    private readonly Func<string>? write;

    /// <summary>A step whose command line is known.</summary>
    /// <param name="command">As <see cref="Command"/>.</param>
    /// <param name="apply">As <see cref="Apply"/>.</param>
    /// <param name="undo">As <see cref="Undo"/>.</param>
    public Step(string command, Action apply, Action? undo = null)
        : this(apply, undo) => this.command = command;

    /// <summary>
    /// A step whose command line is written only when somebody wants to read it: few do, and of a large lab the lines would be half of what its plan takes of memory.
    /// It must come out the same before the step and after it.
    /// </summary>
    internal Step(Func<string> command, Action apply, Action? undo = null)
        : this(apply, undo) => write = command;

    private Step(Action apply, Action? undo)
    {
        Apply = apply;
        Undo = undo;
    }

    /// <summary>The command line that would do the same.</summary>
    public string Command => command ?? write!();

    public Action Apply { get; }

    public Action? Undo { get; }

    /// <summary>Whether there is no way back.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Steps that follow one another in one group need nothing of each other, and can be taken at the same time; null: in no group.</summary>
    internal string? Group { get; init; }

    /// <summary>How many steps of the group before it must have been taken, from the first, before this one begins; null: all of them.</summary>
    internal int? Needs { get; init; }

    /// <summary>What may be done once this and all steps before it have been taken, while others still are, and need not be done: see <see cref="Errands"/>.</summary>
    internal Action? Errand { get; set; }

    /// <summary>Gives the errand away: what it holds goes when it is done.</summary>
    internal Action? TakeErrand()
    {
        var errand = Errand;
        Errand = null;
        return errand;
    }

    /// <summary>What a refusal of the kernel is about; null: the step explains it itself.</summary>
    internal string? Target { get; init; }

    /// <summary>Takes the step.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    internal void Take()
    {
        if (Target is null)
            Apply();
        else
            KernelErrors.Explained(Target, Apply);
    }

    public override string ToString() => Command;
}
