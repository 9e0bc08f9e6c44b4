using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Namespaces;

/// <summary>A namespace's name is remembered only as long as nobody gives or takes any.</summary>
[Collection(Alone.Name)]
public sealed class NamespaceNameTests
{
    [Fact]
    public void A_name_that_comes_or_goes_is_seen_at_once()
    {
        const string Name = "vethlab-test-names";
        using var space = NamespaceDoor.Create();
        Assert.Null(NamespaceLocator.NameOf(space.Inode));
        for (var i = 0; i < 3; i++)
        {
            NamespaceDirectory.Mount(Name, space);
            try
            {
                Assert.Equal(Name, NamespaceLocator.NameOf(space.Inode));
                Assert.Equal(Name, NamespaceLocator.NameOf(space.Inode));
            }
            finally
            {
                NamespaceDirectory.Remove(Name);
            }
            Assert.Null(NamespaceLocator.NameOf(space.Inode));
        }
    }
}
