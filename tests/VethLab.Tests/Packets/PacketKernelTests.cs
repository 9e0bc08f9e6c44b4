namespace VethLab.Tests.Packets;

/// <summary>Tests that measure time or count this process's descriptors run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PacketKernelTests
{
    public const string Name = "packets in the kernel";
}
