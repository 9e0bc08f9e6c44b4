namespace VethLab.Networks.Capture;

/// <summary>Whether a capture goes on.</summary>
public enum CaptureState
{
    Running,

    /// <summary>It was stopped, or its interfaces are gone.</summary>
    Stopped,

    /// <summary>It could not go on: its file cannot be written.</summary>
    Failed,
}
