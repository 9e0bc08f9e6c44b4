namespace VethLab.Networks.Paths.Walking;

/// <summary>Why nobody in a broadcast domain that is wholly known has the next hop's address.</summary>
internal static class NeighborDiagnosis
{
    internal static void Report(WalkContext context, Departure departure, Segment segment)
    {
        if (PortFindings.Report(context, departure, segment) || PrefixFindings.TooShort(context, departure, segment)
            || WrongGateway.Report(context, departure, segment, "nobody has that address") || AddressFindings.Bare(context, departure, segment))
        {
            return;
        }
        if (!departure.Out.HasCarrier)
            LinkFindings.NoCarrier(context, departure.Out);
        else
            AddressFindings.Unanswered(context, departure, segment);
    }
}
