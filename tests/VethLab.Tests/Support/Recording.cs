using System.Runtime.CompilerServices;

namespace VethLab.Tests.Support;

/// <summary>
/// One of the *.hex files that record.sh in the folder Recorded beside the calling test makes: whole netlink messages, headers included.
/// </summary>
internal sealed class Recording
{
    private Recording(string[] lines)
    {
        Command = lines[0][2..];
        Sent = Messages(lines, "> ");
        Received = Messages(lines, "< ");
    }

    public string Command { get; }

    public IReadOnlyList<byte[]> Sent { get; }

    public IReadOnlyList<byte[]> Received { get; }

    /// <summary>All messages of the file of one type, each once: nft asks for the same list more than once.</summary>
    public static List<byte[]> OfType(IEnumerable<byte[]> messages, ushort type) =>
    [
        .. messages.Where(message => BitConverter.ToUInt16(message, 4) == type)
            .DistinctBy(message => Convert.ToHexString(message, 16, message.Length - 16)),
    ];

    public static Recording Load(string name, [CallerFilePath] string caller = "") => new(File.ReadAllLines(Beside(caller, name + ".hex")));

    /// <summary>All recordings that a test's folder has.</summary>
    public static IReadOnlyList<Recording> LoadAll([CallerFilePath] string caller = "") =>
        [.. Directory.GetFiles(Beside(caller), "*.hex").Order().Select(path => new Recording(File.ReadAllLines(path)))];

    /// <summary>What the recorded command printed, where record.sh kept it.</summary>
    public static string Printed(string name, [CallerFilePath] string caller = "") => File.ReadAllText(Beside(caller, name + ".json"));

    private static string Beside(string caller, params string[] parts) => Path.Combine([Path.GetDirectoryName(caller)!, "Recorded", .. parts]);

    private static List<byte[]> Messages(string[] lines, string way) =>
        [.. lines.Where(line => line.StartsWith(way, StringComparison.Ordinal)).Select(line => Convert.FromHexString(line[2..]))];
}
