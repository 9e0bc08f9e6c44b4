using System.Text.RegularExpressions;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Capture;

/// <summary>
/// A filter for one kind of link: the part that the kernel runs, and the part that is run here since it is about VLAN tags, which the kernel keeps beside
/// the frame while libpcap's programs look for them in it.
/// </summary>
internal sealed partial class CaptureFilter
{
    private readonly BpfProgram? whole;

    /// <exception cref="NetworkException">FilterInvalid; FeatureMissing: libpcap is not installed.</exception>
    internal CaptureFilter(CaptureSettings settings, LinkType link)
    {
        Kernel = Own(settings, link);
        if (string.IsNullOrWhiteSpace(settings.Expression))
            return;
        var program = Compile(settings.Expression, link, settings.SnapLength);
        if (AboutTags().IsMatch(settings.Expression))
            whole = program;
        else
            Kernel = Joined(Kernel, program, settings.Expression);
    }

    /// <summary>What all have to let through of frames that have their tags in them.</summary>
    /// <exception cref="NetworkException">FilterInvalid; FeatureMissing: libpcap is not installed.</exception>
    internal static BpfProgram[] Programs(CaptureSettings settings, LinkType link) => string.IsNullOrWhiteSpace(settings.Expression)
        ? [Own(settings, link)]
        : [Own(settings, link), Compile(settings.Expression, link, settings.SnapLength)];

    internal BpfProgram Kernel { get; }

    /// <summary>Whether what the kernel let through is meant.</summary>
    internal bool LetsThrough(in FrameView frame)
    {
        if (whole is null)
            return true;
        if (frame.CapturedLength == frame.Bytes.Length)
            return whole.Run(frame) > 0;
        var tagged = new byte[frame.CapturedLength];
        _ = frame.CopyTo(tagged);
        return whole.Run(new FrameView(frame.ToFrame(0, LinkType.Ethernet) with { Data = tagged })) > 0;
    }

    private static BpfProgram Own(CaptureSettings settings, LinkType link)
    {
        try
        {
            return settings.Filter.Compile(link, settings.SnapLength);
        }
        catch (ArgumentException tooLong)
        {
            throw TooLong("the filter", tooLong);
        }
    }

    private static BpfProgram Joined(BpfProgram first, BpfProgram second, string expression)
    {
        try
        {
            return first.And(second);
        }
        catch (ArgumentException tooLong)
        {
            throw TooLong(expression, tooLong);
        }
    }

    private static NetworkException TooLong(string target, Exception inner) =>
        new(NetworkError.FilterInvalid, $"It is too much for the kernel: {inner.Message}.", target, "Leave some of it out, or select among the packets with Where-Object.", inner);

    private static BpfProgram Compile(string expression, LinkType link, int snapLength)
    {
        try
        {
            return Libpcap.Compile(expression, link, snapLength);
        }
        catch (FormatException refusal)
        {
            throw new NetworkException(
                NetworkError.FilterInvalid, $"'{expression}' is no filter: {refusal.Message}.", expression,
                "The words are libpcap's; 'man 7 pcap-filter' has the language. -Protocol, -HostAddress and -Port do without it.", refusal);
        }
        catch (DllNotFoundException missing)
        {
            throw new NetworkException(
                NetworkError.FeatureMissing, $"-Filter takes tcpdump's language, which libpcap compiles, and that is not installed: {missing.Message}", expression,
                "Install it: 'apt-get install libpcap0.8' (Debian, Ubuntu), 'dnf install libpcap' (Fedora), 'apk add libpcap' (Alpine). -Protocol, -HostAddress, -Port and the like do without it.", missing);
        }
    }

    [GeneratedRegex(@"\bvlan\b", RegexOptions.IgnoreCase)]
    private static partial Regex AboutTags();
}
