using System.Globalization;
using System.Management.Automation;
using VethLab.Networks.Capture;

namespace VethLab.PowerShell.Parameters;

/// <summary>A capture as an argument: its number, or an object that Start-NetCapture or Get-NetCapture returned.</summary>
public sealed class CaptureIdReference
{
    public CaptureIdReference(int id) => Id = id;

    public CaptureIdReference(NetCapture capture) => Id = capture.Id;

    /// <summary>An object that was saved as JSON or CSV.</summary>
    /// <exception cref="ArgumentException">It has no number of a capture.</exception>
    public CaptureIdReference(PSObject saved) => Id =
        int.TryParse(new SavedObject(saved).Text(nameof(NetCapture.Id)), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ArgumentException("The object has no number of a capture.", nameof(saved));

    public int Id { get; }

    public override string ToString() => Id.ToString(CultureInfo.InvariantCulture);
}
