namespace VethLab.Networks.Labs.Description;

/// <summary>The description of a star, as parameters tell it: one bridge and so many namespaces. Paths are the parameters' names.</summary>
public static class StarDocument
{
    /// <param name="subnets">Networks of the bridge, from which everybody gets addresses.</param>
    /// <param name="count">Number of namespaces.</param>
    /// <param name="prefix">Of their names.</param>
    public static DocumentNode Of(IEnumerable<string> subnets, int count, string prefix)
    {
        var bridge = DocumentNode.Map("br01", default,
        [
            Member("subnet", DocumentNode.List("-Subnet", default, subnets.Select(text => DocumentNode.Single("-Subnet", default, text)).ToList())),
            Member("count", DocumentNode.Single("-Count", default, (long)count)),
            Member("prefix", DocumentNode.Single("-NamespacePrefix", default, prefix)),
        ]);
        return DocumentNode.Map("-Name", default, [Member("bridges", DocumentNode.Map("bridges", default, [Member("br01", bridge)]))]);

        static DocumentMember Member(string key, DocumentNode value) => new(key, default, value);
    }
}
