namespace VethLab.Networks.Paths.Walking;

/// <summary>What all stages of a walk share: the namespaces, the packet, what is found, and where the packet has been.</summary>
internal sealed class WalkContext(PathSpaces spaces, PathQuestion question, PathReport report, CancellationToken cancellation)
{
    private readonly Dictionary<PathEnd, Segment> segments = [];

    internal PathSpaces Spaces { get; } = spaces;

    internal PathQuestion Question { get; } = question;

    internal PathReport Report { get; } = report;

    internal FlowTranslations Flows { get; } = new();

    internal required TravellingPacket Packet { get; set; }

    /// <summary>The address that the packet was sent from; null: it was not.</summary>
    internal System.Net.IPAddress? Sent { get; set; }

    internal bool IsReturn => Report.IsReturn;

    /// <summary>How the packet came to each namespace on the way there, the last time.</summary>
    internal Dictionary<PathSpace, Arrival> Arrivals { get; } = [];

    /// <summary>The ways out of routers and of the sender on the way there, in order.</summary>
    internal List<Departure> Departures { get; } = [];

    /// <summary>The MTU of the path that the sender has learned, where that is less than the packet; null: none.</summary>
    internal uint? Remembered { get; set; }

    /// <summary>Where the answer is sent from; null on the way there.</summary>
    internal PathSpace? ReturnsFrom { get; set; }

    /// <summary>The rule that translated the packet last.</summary>
    internal Linux.NfTables.NfRule? Translator { get; set; }

    internal Segment SegmentOf(PathEnd end)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!segments.TryGetValue(end, out var segment))
            segments[end] = segment = Segment.Of(Spaces, end);
        return segment;
    }
}
