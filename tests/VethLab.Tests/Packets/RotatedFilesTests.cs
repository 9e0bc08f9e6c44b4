using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Files that follow one another: nothing is missing between them, and each says what was lost while it was written.</summary>
public sealed class RotatedFilesTests : IDisposable
{
    private static readonly CaptureLink[] Links = [new CaptureLink { Name = "one" }, new CaptureLink { Name = "two" }];

    private readonly string folder = Directory.CreateTempSubdirectory("VethLab-rotated-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_file_says_what_was_lost_while_it_was_written()
    {
        using var files = new RotatedFiles(Path.Combine(folder, "a.pcapng"), Links, new RotatedFilesOptions { MaximumBytes = 4000 });
        var lost = 0u;
        // The kernel counts on and on; three of the second link are lost during each file.
        files.Statistics = link => new PacketStatistics(1000, link == 1 ? lost += 3 : 0);
        for (var i = 0; i < 200; i++)
            files.Write(new FrameView(new byte[60], 60) { TimestampNanoseconds = i }, i % 2);
        files.End();
        var paths = Directory.GetFiles(folder).Order().ToArray();
        Assert.InRange(paths.Length, 4, 10);
        var times = new List<long>();
        foreach (var path in paths)
        {
            using var reader = CaptureFileReader.Open(path);
            while (reader.TryRead(out var frame, out var link))
            {
                Assert.Equal(Links[frame.TimestampNanoseconds % 2].Name, link.Name);
                times.Add(frame.TimestampNanoseconds);
            }
            Assert.False(reader.IsCut);
            Assert.Equal(3, reader.Dropped);
            Assert.InRange(new FileInfo(path).Length, 500, 5000);
        }
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), times);
    }

    [Fact]
    public void How_each_frame_came_is_in_the_file()
    {
        var path = Path.Combine(folder, "a.pcapng");
        var ways = Enum.GetValues<PacketDirection>();
        using (var writer = new PcapngWriter(path, overwrite: false))
        {
            _ = writer.Add(Links[0]);
            foreach (var way in ways)
                writer.Write(new FrameView(new byte[60], 60) { Direction = way, ChecksumPending = way == PacketDirection.Outgoing }, 0);
            writer.Flush();
        }
        using var reader = CaptureFileReader.Open(path);
        foreach (var way in ways)
        {
            Assert.True(reader.TryRead(out var frame, out _));
            Assert.Equal((way, way == PacketDirection.Outgoing), (frame.Direction, frame.ChecksumPending));
        }
        // tshark's words for them: 1 in, 2 out; 1 for us, 2 multicast, 3 broadcast, 4 for others.
        var start = new System.Diagnostics.ProcessStartInfo("tshark", ["-n", "-r", path, "-T", "fields", "-e", "frame.packet_flags_direction", "-e", "frame.packet_flags_reception_type"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var tshark = System.Diagnostics.Process.Start(start)!;
        _ = tshark.StandardError.ReadToEndAsync();
        var told = tshark.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ways.Select(way => way switch
            {
                PacketDirection.Incoming => (1, 1),
                PacketDirection.Multicast => (1, 2),
                PacketDirection.Broadcast => (1, 3),
                PacketDirection.OtherHost => (1, 4),
                _ => (2, 0),
            }),
            told.Select(line => line.Split('\t').Select(value => Convert.ToInt32(value, value.StartsWith("0x", StringComparison.Ordinal) ? 16 : 10)).ToArray()).Select(pair => (pair[0], pair[1])));
    }

    [Fact]
    public void Of_more_than_so_many_the_oldest_go()
    {
        using var files = new RotatedFiles(Path.Combine(folder, "a.pcapng"), Links, new RotatedFilesOptions { MaximumBytes = 4000, Count = 2 });
        for (var i = 0; i < 200; i++)
            files.Write(new FrameView(new byte[60], 60) { TimestampNanoseconds = i }, 0);
        files.End();
        var paths = Directory.GetFiles(folder).Order().ToArray();
        Assert.Equal(2, paths.Length);
        Assert.Equal(files.CurrentPath, paths[1]);
        using var reader = CaptureFileReader.Open(paths[1]);
        var last = -1L;
        while (reader.TryRead(out var frame, out _))
            last = frame.TimestampNanoseconds;
        Assert.Equal(199, last);
    }
}
