namespace VethLab.Networks.Paths;

/// <summary>What nf_tables did to a traced packet at one place (NFT_MSG_TRACE, nfnetlink's NFNLGRP_NFTRACE).</summary>
/// <param name="Namespace">Name of the namespace; null where it has none.</param>
/// <param name="Family">ip, ip6, inet, bridge …</param>
/// <param name="Table">The table.</param>
/// <param name="Chain">The chain.</param>
/// <param name="RuleHandle">The rule's handle; null: the chain's policy.</param>
/// <param name="Verdict">accept, drop, continue, return, jump CHAIN, goto CHAIN, queue, stolen; reject shows as drop.</param>
/// <param name="IsReply">Whether it is about the answer.</param>
public sealed record PathTraceStep(string? Namespace, string Family, string Table, string Chain, ulong? RuleHandle, string Verdict, bool IsReply);
