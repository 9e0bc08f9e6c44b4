namespace VethLab.Linux.Packets;

/// <summary>
/// What to capture, in words that the kernel can be told: every group has to hold. A group holds where one of its tests does, and none of those that
/// are excluded; without tests but with exclusions, everything else. Immutable; empty: everything.
/// </summary>
public sealed record PacketFilter
{
    /// <summary>One group: tests of which one has to hold, and such of which none may.</summary>
    public sealed record Group(IReadOnlyList<FrameTest> AnyOf, IReadOnlyList<FrameTest> NoneOf);

    public IReadOnlyList<Group> Groups { get; init; } = [];

    public bool IsEmpty => Groups.Count == 0;

    /// <summary>The program that keeps so many bytes of each frame that it lets through.</summary>
    /// <param name="link">What the frames begin with.</param>
    /// <param name="snapLength">Bytes to keep of each.</param>
    /// <exception cref="ArgumentException">It is longer than the kernel takes.</exception>
    public BpfProgram Compile(LinkType link, int snapLength)
    {
        var to = new BpfAssembler();
        var tests = Groups.SelectMany(group => group.AnyOf.Concat(group.NoneOf)).ToList();
        if (tests.Count > 0)
            FramePrologue.Write(to, link, tests.Max(test => test.Depth));
        foreach (var group in Groups)
            Write(to, link, group);
        to.Jump(to.Keep);
        return to.Assemble(snapLength);
    }

    private static void Write(BpfAssembler to, LinkType link, Group group)
    {
        foreach (var test in group.NoneOf)
        {
            var next = new BpfLabel();
            test.Write(to, link, to.Leave, next);
            to.Mark(next);
        }
        var holds = new BpfLabel();
        foreach (var test in group.AnyOf)
        {
            var next = test == group.AnyOf[^1] ? to.Leave : new BpfLabel();
            test.Write(to, link, holds, next);
            if (next != to.Leave)
                to.Mark(next);
        }
        to.Mark(holds);
    }
}
