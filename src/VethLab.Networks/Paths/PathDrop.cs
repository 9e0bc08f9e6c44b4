namespace VethLab.Networks.Paths;

/// <summary>A packet that the kernel dropped while the probe was under way (tracepoint skb:kfree_skb).</summary>
/// <param name="Reason">The kernel's word: NETFILTER_DROP, IP_RPFILTER, NEIGH_FAILED … (enum skb_drop_reason, dropreason-core.h).</param>
/// <param name="Location">The kernel function that dropped it.</param>
/// <param name="IsAttributed">Whether it is known to be our packet; otherwise it is somebody's on this machine.</param>
public sealed record PathDrop(string Reason, string Location, bool IsAttributed)
{
    /// <summary>Of our packet: the namespace that it was last seen in; null where that has no name, or it had not come by any place.</summary>
    public string? Namespace { get; init; }

    /// <summary>Of our packet: the interface that it was last seen at; null where it had not come by any place.</summary>
    public string? Interface { get; init; }

    /// <summary>Of our packet: it is the answer, or what tells of an error.</summary>
    public bool IsReply { get; init; }

    public override string ToString() => $"{Reason} in {Location}{(IsAttributed ? Interface is null ? ", by the sender's kernel" : $", after {(Namespace is null ? Interface : $"{Namespace}/{Interface}")}" : ", unattributed")}";
}
