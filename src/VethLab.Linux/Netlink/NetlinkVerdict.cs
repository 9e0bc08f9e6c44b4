namespace VethLab.Linux.Netlink;

/// <summary>What the kernel answered to one of several requests; a refusal, or Errno.None.</summary>
internal sealed record NetlinkVerdict(NetlinkRequest Request, NetlinkError Error);
