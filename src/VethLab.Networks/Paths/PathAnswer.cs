namespace VethLab.Networks.Paths;

/// <summary>What became of a probe, as its sender sees it.</summary>
public enum PathAnswer
{
    /// <summary>Nothing came back in time.</summary>
    None,

    /// <summary>The destination answered: echo reply, SYN+ACK, a datagram; with UDP also where it was seen to be delivered to a socket.</summary>
    Answered,

    /// <summary>The destination has nobody at the port: reset, port unreachable.</summary>
    Refused,

    /// <summary>Somebody on the way, or the own kernel, says that the host or network cannot be reached.</summary>
    Unreachable,

    /// <summary>A firewall on the way says that it is forbidden.</summary>
    Prohibited,

    /// <summary>It may not be fragmented and is too big for a link.</summary>
    TooBig,

    /// <summary>The time to live ended: a loop.</summary>
    Expired,

    /// <summary>The own kernel did not send it: no route, no permission.</summary>
    NotSent,
}
