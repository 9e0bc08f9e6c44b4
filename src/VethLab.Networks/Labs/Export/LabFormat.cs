namespace VethLab.Networks.Labs.Export;

/// <summary>What a lab can be written as.</summary>
public enum LabFormat
{
    /// <summary>A drawing of boxes and lines.</summary>
    Text,

    /// <summary>A Mermaid flowchart, which documentation pages draw.</summary>
    Mermaid,

    /// <summary>Graphviz's language.</summary>
    Dot,

    /// <summary>A picture.</summary>
    Svg,

    /// <summary>A page with the picture, to search, zoom and ask.</summary>
    Html,

    /// <summary>A description that New-VethLab makes the same lab of, as a PowerShell data file.</summary>
    Psd1,

    /// <summary>The same as JSON, for docs/lab.schema.json.</summary>
    Json,

    /// <summary>The same as YAML.</summary>
    Yaml,

    /// <summary>A topology of containerlab.</summary>
    Containerlab,
}
