using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using VethLab.Linux.Packets;
using Xunit.Abstractions;

namespace VethLab.Tests.Packets;

/// <summary>Files of packets from machines and programs that are not here; tshark reads the same in them.</summary>
public sealed class CaptureFileTests(ITestOutputHelper output) : IDisposable
{
    private const long Nanoseconds = 1_700_000_000_123_456_000;

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    public static TheoryData<string, byte[]> Files()
    {
        var ethernet = Convert.FromHexString("0200000000020200000000010800").Concat(CraftedFile.Echo).ToArray();
        // Incoming, Ethernet, six bytes of address, IPv4.
        var cooked = Convert.FromHexString("0000" + "0001" + "0006" + "0200000000010000" + "0800").Concat(CraftedFile.Echo).ToArray();
        var cooked2 = Convert.FromHexString("0800" + "0000" + "00000003" + "0001" + "00" + "06" + "0200000000010000").Concat(CraftedFile.Echo).ToArray();
        var files = new TheoryData<string, byte[]>();
        foreach (var big in new[] { false, true })
        {
            var order = big ? "big-endian" : "little-endian";
            files.Add($"pcap, microseconds, {order}", new CraftedFile(big).Pcap(0xa1b2c3d4, 1, 1_700_000_000, 123_456, ethernet).Bytes);
            files.Add($"pcap, nanoseconds, {order}", new CraftedFile(big).Pcap(0xa1b23c4d, 1, 1_700_000_000, 123_456_000, ethernet).Bytes);
            files.Add($"pcapng, microseconds by default, {order}", new CraftedFile(big).Section().Interface(1).Packet(Nanoseconds / 1000, ethernet).Bytes);
            files.Add($"pcapng, nanoseconds, {order}", new CraftedFile(big).Section().Interface(1, 9).Packet(Nanoseconds, ethernet).Bytes);
            files.Add($"pcapng, 2^-32 s, {order}", new CraftedFile(big).Section().Interface(1, 0x80 | 32).Packet((1_700_000_000UL << 32) + 530_239_482, ethernet).Bytes);
            files.Add($"pcapng, unknown block between, {order}", new CraftedFile(big).Section().Interface(1, 9).Block(0x0bad, new CraftedFile(big).U32(1, 2, 3)).Packet(Nanoseconds, ethernet).Bytes);
            files.Add($"pcapng, second section, {order}", new CraftedFile(big).Section().Interface(147).Raw(new CraftedFile(!big).Section().Interface(1, 9).Packet(Nanoseconds, ethernet).Bytes).Bytes);
        }
        files.Add("raw", new CraftedFile(false).Pcap(0xa1b23c4d, 101, 1_700_000_000, 123_456_000, CraftedFile.Echo).Bytes);
        files.Add("IPv4", new CraftedFile(false).Pcap(0xa1b23c4d, 228, 1_700_000_000, 123_456_000, CraftedFile.Echo).Bytes);
        files.Add("null, little-endian", new CraftedFile(false).Pcap(0xa1b23c4d, 0, 1_700_000_000, 123_456_000, [2, 0, 0, 0, .. CraftedFile.Echo]).Bytes);
        files.Add("null, big-endian", new CraftedFile(true).Pcap(0xa1b23c4d, 0, 1_700_000_000, 123_456_000, [0, 0, 0, 2, .. CraftedFile.Echo]).Bytes);
        files.Add("loop", new CraftedFile(false).Pcap(0xa1b23c4d, 108, 1_700_000_000, 123_456_000, [0, 0, 0, 2, .. CraftedFile.Echo]).Bytes);
        files.Add("cooked", new CraftedFile(false).Pcap(0xa1b23c4d, 113, 1_700_000_000, 123_456_000, cooked).Bytes);
        files.Add("cooked, version 2", new CraftedFile(false).Pcap(0xa1b23c4d, 276, 1_700_000_000, 123_456_000, cooked2).Bytes);
        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Are_read_as_tshark_reads_them(string kind, byte[] bytes)
    {
        output.WriteLine(kind);
        File.WriteAllBytes(path, bytes);
        using var reader = CaptureFileReader.Open(path);
        Assert.True(reader.TryRead(out var frame, out var link));
        var packet = PacketDecoder.Decode(frame, link.Name);
        // A clock of powers of two comes close only.
        Assert.InRange(frame.TimestampNanoseconds, Nanoseconds - 1, Nanoseconds + 1);
        Assert.Equal(("10.0.0.1", "10.0.0.2", "ICMP"), ($"{packet.SourceAddress}", $"{packet.DestinationAddress}", packet.Protocol));
        Assert.Null(packet.Malformed);
        Assert.False(reader.TryRead(out _, out _));
        Assert.False(reader.IsCut);
        Assert.Equal("10.0.0.1|10.0.0.2|7", Tshark("ip.src", "ip.dst", "icmp.ident"));
        Assert.StartsWith("1700000000.12345", Tshark("frame.time_epoch"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_simple_packet_is_of_the_first_interface_and_has_no_time()
    {
        var frame = CraftedFile.Echo;
        File.WriteAllBytes(path, new CraftedFile(false).Section().Interface(101, snapLength: 28).Block(3, new CraftedFile(false).U32(frame.Length).Raw(frame.AsSpan(0, 28))).Bytes);
        using var reader = CaptureFileReader.Open(path);
        Assert.True(reader.TryRead(out var read, out _));
        Assert.Equal((0L, 28, frame.Length), (read.TimestampNanoseconds, read.Data.Length, read.OriginalLength));
        Assert.Equal("10.0.0.1|36", Tshark("ip.src", "frame.len"));
    }

    /// <summary>Whatever a file holds, reading it ends with what can be read, or says that it is damaged.</summary>
    [Fact]
    public void A_damaged_file_is_read_as_far_as_it_goes_or_refused()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("VETHLAB_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var random = new Random(seed);
        byte[][] files = [.. Files().Select(row => (byte[])row[1]), Compressed((byte[])Files().First()[1])];
        var (whole, cut, refused) = (0, 0, 0);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 20_000 && clock.Elapsed < TimeSpan.FromSeconds(30); i++)
        {
            var bytes = FrameMutator.Mutate(random, files);
            File.WriteAllBytes(path, bytes);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                using var reader = CaptureFileReader.Open(path);
                var count = 0;
                while (reader.TryRead(out _, out _))
                    Assert.True(++count <= bytes.Length, "more packets than bytes");
                _ = reader.IsCut ? cut++ : whole++;
                // A block may claim its full length.
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L << 20);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"VETHLAB_SEED={seed}, input {i}: {Convert.ToHexString(bytes)}", failure);
            }
        }
        output.WriteLine($"VETHLAB_SEED={seed}: {whole} whole, {cut} cut, {refused} refused");
        Assert.True(whole > 100 && cut > 100 && refused > 100, $"{whole} whole, {cut} cut, {refused} refused");
    }

    private static byte[] Compressed(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return compressed.ToArray();
    }

    private string Tshark(params string[] fields)
    {
        var start = new ProcessStartInfo("tshark", ["-n", "-r", path, "-Y", "ip", "-T", "fields", "-E", "separator=|", .. fields.SelectMany(field => new[] { "-e", field })]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Trim();
    }
}
