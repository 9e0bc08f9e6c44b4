namespace VethLab.Linux.Packets;

/// <summary>Where captured frames go, in the order of time.</summary>
public interface IFrameSink
{
    /// <summary>Takes a frame, which is good until this returns.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="link">Number of its interface among those that are captured.</param>
    void Take(in FrameView frame, int link);

    /// <summary>There is a pause: what was taken may be passed on.</summary>
    void Pause();
}
