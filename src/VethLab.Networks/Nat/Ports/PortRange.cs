using System.Globalization;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Nat.Ports;

/// <summary>One port, or those from one to another, both included.</summary>
public readonly record struct PortRange(ushort First, ushort Last)
{
    public bool IsOne => First == Last;

    /// <summary>"8080", or "8000-8010".</summary>
    /// <exception cref="NetworkException">InvalidValue.</exception>
    public static PortRange Parse(string text)
    {
        var ends = text.Split('-');
        if (ends.Length > 2 || !TryParse(ends[0], out var first) || !TryParse(ends[^1], out var last))
            throw new NetworkException(NetworkError.InvalidValue, $"'{text}' is no port.", text, "Ports are numbers from 1 to 65535: 8080, or 8000-8010 for several.");
        return first <= last
            ? new PortRange(first, last)
            : throw new NetworkException(NetworkError.InvalidValue, $"'{text}' ends before it begins.", text, "The lower port comes first: 8000-8010.");
    }

    private static bool TryParse(string text, out ushort port) => ushort.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;

    internal bool Overlaps(PortRange other) => First <= other.Last && other.First <= Last;

    internal bool Contains(int port) => port >= First && port <= Last;

    public override string ToString() => IsOne ? $"{First}" : $"{First}-{Last}";
}
