namespace VethLab.Networks.Paths.Walking;

/// <summary>How a packet's way ends.</summary>
internal enum TripEnd
{
    Delivered,
    Died,

    /// <summary>It goes on where nothing is known.</summary>
    Lost,
}
