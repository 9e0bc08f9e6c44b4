namespace VethLab.Networks.Nat.Ports;

/// <summary>
/// Records of what was changed beside the rules: "had hairpin br-veth01=off for 192.168.88.11" of a bridge's port, "made route ::1 dev br01" of a
/// route. A sysctl's is <see cref="Records.RecordText.Had"/>.
/// </summary>
internal static class PortMappingRecord
{
    private const string HairpinPrefix = "had hairpin ";
    private const string HairpinEnd = "=off for ";
    private const string RoutePrefix = "made route ::1 dev ";

    internal static string Hairpin(string port, string destination) => HairpinPrefix + port + HairpinEnd + destination;

    internal static (string Port, string Destination)? ParseHairpin(string? record)
    {
        if (record?.StartsWith(HairpinPrefix, StringComparison.Ordinal) != true || record.IndexOf(HairpinEnd, StringComparison.Ordinal) is not (> 0 and var at))
            return null;
        return (record[HairpinPrefix.Length..at], record[(at + HairpinEnd.Length)..]);
    }

    internal static string Route(string interfaceName) => RoutePrefix + interfaceName;

    internal static string? ParseRoute(string? record) => record?.StartsWith(RoutePrefix, StringComparison.Ordinal) == true ? record[RoutePrefix.Length..] : null;
}
