namespace VethLab.Networks.Paths;

/// <summary>A packet that the kernel dropped while the probe was under way (tracepoint skb:kfree_skb).</summary>
/// <param name="Reason">The kernel's word: NETFILTER_DROP, IP_RPFILTER, NEIGH_FAILED … (enum skb_drop_reason, dropreason-core.h).</param>
/// <param name="Location">The kernel function that dropped it.</param>
/// <param name="IsAttributed">Whether it is known to be our packet; otherwise it is somebody's on this machine.</param>
public sealed record PathDrop(string Reason, string Location, bool IsAttributed);
