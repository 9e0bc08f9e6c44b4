using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>
/// Frames of all protocols that are decoded, in Corpus/: kernel.pcap is what a kernel sent, crafted.pcap what no tool at hand sends, broken.pcap what
/// nobody should. Made by Recording/record-corpus.sh.
/// </summary>
internal static class Corpus
{
    internal static readonly string[] Files = ["kernel", "crafted", "broken"];

    internal static IReadOnlyList<byte[]> All { get; } = [.. Files.SelectMany(Load)];

    internal static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Corpus", $"{name}.pcap");

    /// <summary>pcap: 24 bytes, then for each frame le32 seconds, microseconds, captured, length; and its bytes.</summary>
    internal static List<byte[]> Load(string name)
    {
        var bytes = File.ReadAllBytes(PathOf(name));
        var frames = new List<byte[]>();
        for (var at = 24; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8));
            frames.Add(bytes[(at + 16)..(at + 16 + length)]);
            at += 16 + length;
        }
        return frames;
    }

    internal static NetPacket Decode(byte[] frame) => PacketDecoder.Decode(RecordedFrame.Capture(frame, frame.Length), "va");

    /// <summary>For each frame of a file what tshark reads in it: a field's values in the order in which they come, outer packets first.</summary>
    internal static List<Dictionary<string, string[]>> ReadByTshark(string path, IEnumerable<string> fields)
    {
        string[] arguments =
        [
            "-n", "-r", path, "-T", "json", "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE", "-o", "tcp.relative_sequence_numbers:FALSE",
            "-d", "udp.port==8472,vxlan", .. fields.SelectMany(field => new[] { "-e", field }),
        ];
        using var document = JsonDocument.Parse(Run("tshark", arguments));
        return [.. document.RootElement.EnumerateArray().Select(packet => packet.GetProperty("_source").TryGetProperty("layers", out var layers)
            ? layers.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.EnumerateArray().Select(value => value.GetString()!).ToArray())
            : [])];
    }

    /// <summary>What tcpdump -nn -S -t writes, one line for each frame; what it adds on further lines follows after ": ".</summary>
    internal static string[] ReadByTcpdump(string name) => Run("tcpdump", ["-nn", "-S", "-t", "-r", PathOf(name)])
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '\t').ToArray();

    private static string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output;
    }
}
