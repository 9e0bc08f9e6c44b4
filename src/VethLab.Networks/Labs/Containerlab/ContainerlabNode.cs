using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>What becomes of a node of a topology.</summary>
internal enum ContainerlabRole
{
    Namespace,
    Bridge,

    /// <summary>The namespace where the bridges live.</summary>
    Home,

    /// <summary>The namespace where the lab is made.</summary>
    Here,
}

/// <summary>A node on its way into a description: members of a map are added as they are found.</summary>
internal sealed class ContainerlabNode(DocumentMember member, ContainerlabRole role, string name)
{
    internal DocumentNode At { get; } = member.Value;

    internal DocumentMember Member { get; } = member;

    internal ContainerlabRole Role { get; } = role;

    /// <summary>In the lab: with the prefix, and without "|parent".</summary>
    internal string Name { get; } = name;

    internal List<DocumentNode> Addresses { get; } = [];

    internal List<DocumentMember> Sysctls { get; } = [];

    internal List<DocumentNode> Routes { get; } = [];

    internal List<DocumentNode> Commands { get; } = [];

    /// <summary>Single values: forwarding, mtu, macAddress, stp.</summary>
    internal Dictionary<string, DocumentNode> Values { get; } = [];

    /// <summary>Of a map with this position and path.</summary>
    internal IReadOnlyList<DocumentMember> Members()
    {
        var members = Values.Select(value => New(value.Key, value.Value)).ToList();
        if (Addresses.Count > 0)
            members.Add(New("addresses", DocumentNode.List(At.Path, At.Position, Addresses)));
        if (Sysctls.Count > 0)
            members.Add(New("sysctls", DocumentNode.Map(At.Path, At.Position, Sysctls)));
        if (Routes.Count > 0)
            members.Add(New("routes", DocumentNode.List(At.Path, At.Position, Routes)));
        if (Commands.Count > 0)
            members.Add(New("commands", DocumentNode.List(At.Path, At.Position, Commands)));
        return members;
    }

    internal static DocumentMember New(string key, DocumentNode value) => new(key, value.Position, value);
}

/// <summary>One end of a link on its way into a description.</summary>
internal sealed class ContainerlabEnd(DocumentNode at, ContainerlabNode? node, string nodeName, string interfaceName)
{
    internal DocumentNode At { get; } = at;

    /// <summary>Null: there is none of the name.</summary>
    internal ContainerlabNode? Node { get; } = node;

    internal string Interface { get; } = interfaceName;

    internal List<DocumentNode> Addresses { get; } = [];

    internal DocumentNode? MacAddress { get; set; }

    internal DocumentNode? Mtu { get; set; }

    internal DocumentNode ToDocument()
    {
        List<DocumentMember> members =
        [
            ContainerlabNode.New("node", DocumentNode.Single(At.Path, At.Position, Node?.Role == ContainerlabRole.Here ? LabName.Here : Node?.Name ?? nodeName)),
            ContainerlabNode.New("interface", DocumentNode.Single(At.Path, At.Position, Interface)),
            ContainerlabNode.New("addresses", DocumentNode.List(At.Path, At.Position, Addresses)),
        ];
        if (MacAddress is not null)
            members.Add(ContainerlabNode.New("macAddress", MacAddress));
        if (Mtu is not null)
            members.Add(ContainerlabNode.New("mtu", Mtu));
        return DocumentNode.Map(At.Path, At.Position, members);
    }
}
