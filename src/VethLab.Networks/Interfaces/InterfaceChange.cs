using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>What shall become of an interface; null leaves a thing as it is.</summary>
public sealed record InterfaceChange
{
    public bool? Up { get; init; }

    public int? Mtu { get; init; }

    public MacAddress? MacAddress { get; init; }

    public string? NewName { get; init; }

    /// <summary>Text for people (`ip link`: alias), at most 255 bytes; empty removes it.</summary>
    public string? Alias { get; init; }

    /// <summary>Where it shall live; the caller keeps the session open.</summary>
    public NamespaceSession? Target { get; init; }
}
