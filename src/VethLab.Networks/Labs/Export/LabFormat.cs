namespace VethLab.Networks.Labs.Export;

/// <summary>What a lab can be written as.</summary>
public enum LabFormat
{
    /// <summary>A drawing of boxes and lines.</summary>
    Text,
}
