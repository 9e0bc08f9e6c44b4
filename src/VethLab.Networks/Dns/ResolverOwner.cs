namespace VethLab.Networks.Dns;

/// <summary>Whose a namespace's resolv.conf is.</summary>
internal enum ResolverOwner
{
    /// <summary>There is none.</summary>
    Nobody,

    /// <summary>VethLab made it for the namespace that has, or had, its name here.</summary>
    VethLab,

    /// <summary>VethLab made it for a namespace below another mount namespace's /run/netns, which may be in use.</summary>
    VethLabElsewhere,

    Other,
}
