using VethLab.Networks.Capture;

namespace VethLab.PowerShell.Completion;

/// <summary>Numbers of the captures in the background of this process.</summary>
public sealed class CaptureCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        CaptureRegistry.List().Select(capture => ($"{capture.Id}", $"{capture.State} {capture.Interfaces} {capture.Path}".TrimEnd()));
}
