namespace VethLab.Linux.Namespaces;

/// <summary>
/// What tells network namespaces apart: the inode of the namespace's file (namespaces(7)) and, since the kernel gives an inode number
/// to a later namespace once the first is gone, the cookie that it never reuses (SO_NETNS_COOKIE, Linux 5.14; 0 where it has none).
/// </summary>
public readonly record struct NamespaceIdentity(ulong Inode, ulong Cookie)
{
    /// <summary>Whether both name the same namespace; a cookie that is not known on one side does not tell them apart.</summary>
    public bool IsSameAs(NamespaceIdentity other) =>
        Inode == other.Inode && (Cookie == other.Cookie || Cookie == 0 || other.Cookie == 0);

    /// <summary>As the kernel writes it in /proc/PID/ns/net.</summary>
    public override string ToString() => $"net:[{Inode}]";
}
