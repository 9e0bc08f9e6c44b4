namespace VethLab.Networks.Forwarding;

/// <summary>An echo request that was sent through, and what came of it.</summary>
/// <param name="IsRouted">Routed between two interfaces; false: bridged.</param>
/// <param name="FromNamespace">The namespace that sent it.</param>
/// <param name="Source">Its address there.</param>
/// <param name="Destination">Whom it went to.</param>
/// <param name="IsAnswered">Whether an answer came back; if not, nothing is proven either way.</param>
/// <param name="Message">What became of it.</param>
public sealed record ForwardingProof(bool IsRouted, string FromNamespace, string Source, string Destination, bool IsAnswered, string Message)
{
    public override string ToString() => $"{(IsRouted ? "routed" : "bridged")}: {FromNamespace} {Source} -> {Destination}: {Message}";
}
