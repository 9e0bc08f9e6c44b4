namespace VethLab.Linux.Packets;

/// <summary>A place in a program that is being written; jumps lead to it before it is known where it will be.</summary>
internal sealed class BpfLabel
{
    /// <summary>Number of the line that it stands before; set by <see cref="BpfAssembler.Mark"/>.</summary>
    internal int Line { get; set; } = -1;
}
