using VethLab.Linux.Packets;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Capture;

/// <summary>Selects among frames that were captured before, as a capture would have done.</summary>
public sealed class FileFilter(CaptureSettings settings)
{
    private readonly Dictionary<LinkType, BpfProgram[]> programs = [];
    private readonly bool isEmpty = settings.Filter.IsEmpty && string.IsNullOrWhiteSpace(settings.Expression);

    /// <exception cref="NetworkException">FilterInvalid; FeatureMissing: libpcap is not installed.</exception>
    public bool LetsThrough(CapturedFrame frame)
    {
        if (isEmpty)
            return true;
        if (!programs.TryGetValue(frame.LinkType, out var all))
            programs[frame.LinkType] = all = CaptureFilter.Programs(settings, frame.LinkType);
        return Array.TrueForAll(all, program => program.Run(new FrameView(frame)) > 0);
    }
}
