namespace VethLab.Tests.Support;

/// <summary>
/// Tests that look at, or disturb, the whole process — its threads, descriptors, mounts, /run/netns — run one after another, when all others
/// are done: [Collection(Alone.Name)].
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
