using VethLab.Networks.Labs.Plans;

namespace VethLab.Tests.Labs;

/// <summary>The indexes of a namespace's links.</summary>
public class LinkIndexesTests
{
    private readonly LinkIndexes indexes = new();

    [Fact]
    public void Are_found_by_name_until_they_are_forgotten()
    {
        Assert.Null(indexes.Find("a"));
        indexes.Set("a", 2);
        indexes.Set("b", 3);
        indexes.Set("c", 4);
        Assert.Equal((2, 3, 4), (indexes.Find("a"), indexes.Find("b"), indexes.Find("c")));

        indexes.Remove("a");
        indexes.Remove("b");

        Assert.Equal((null, null, 4), (indexes.Find("a"), indexes.Find("b"), indexes.Find("c")));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void A_link_that_is_made_again_has_its_new_index(string name)
    {
        indexes.Set("a", 2);
        indexes.Set("b", 3);
        indexes.Remove(name);
        indexes.Set(name, 7);

        Assert.Equal(7, indexes.Find(name));
        Assert.Equal(name == "a" ? 3 : 2, indexes.Find(name == "a" ? "b" : "a"));
    }

    [Fact]
    public void One_that_became_the_first_is_forgotten_altogether()
    {
        indexes.Set("a", 2);
        indexes.Set("b", 3);
        indexes.Remove("a");
        indexes.Set("b", 4);
        Assert.Equal(4, indexes.Find("b"));

        indexes.Remove("b");

        Assert.Null(indexes.Find("b"));
    }
}
