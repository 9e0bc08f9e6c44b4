using VethLab.Networks.Labs.State;

namespace VethLab.PowerShell.Parameters;

/// <summary>A lab as an argument: its name, or an object that Get-VethLab or New-VethLab returned.</summary>
public sealed class LabReference
{
    public LabReference(string name) => Name = name;

    public LabReference(NetworkLab lab) => Name = lab.Name;

    public string Name { get; }

    public override string ToString() => Name;
}
