using System.Diagnostics;
using System.Text.RegularExpressions;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;
using VethLab.Networks.Namespaces;

namespace VethLab.Tests.Packets;

/// <summary>Files of captures on links of every kind that there is here: tshark reads in them what it reads in tcpdump's of the same packets.</summary>
[Collection(PacketKernelTests.Name)]
public sealed partial class CapturedLinkTests : IDisposable
{
    private static readonly string[] Fields =
        ["eth.src", "eth.dst", "ip.src", "ip.dst", "ip.id", "ip.ttl", "ip.checksum", "icmp.type", "icmp.seq", "icmp.checksum", "icmp.ident", "data.len"];

    private readonly string folder = Directory.CreateTempSubdirectory("VethLab-links-").FullName;
    private readonly PacketLab lab = PacketLab.QuietPair();
    private FileDescriptor? tunnel;

    public void Dispose()
    {
        tunnel?.Dispose();
        lab.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public static TheoryData<string, string, string, string> Links => new()
    {
        { "loopback", "lo", "127.0.0.1", "Ethernet" },
        { "a pair", "vl", "10.0.0.2", "Ethernet" },
        { "a bridge", "br", "10.2.0.2", "Ethernet" },
        { "a macvlan", "mv", "10.3.0.2", "Ethernet" },
        { "a VXLAN", "vx", "10.4.0.2", "Ethernet" },
        { "a tun device", "tun7", "10.7.0.2", "Linux cooked-mode capture v2" },
    };

    [Theory]
    [MemberData(nameof(Links))]
    public void A_capture_on_a_link_is_read_as_tcpdumps_is(string kind, string link, string target, string encapsulation)
    {
        Prepare(link);
        // A tun device has nobody at its other end.
        var count = link == "tun7" ? 5 : 10;
        _ = Ping(target);
        using var tcpdump = lab.Start("left", "tcpdump", "-i", link, "-U", "--nano", "-Z", "root", "-w", Path("tcpdump"), "-c", $"{count}", "icmp");
        while (tcpdump.StandardError.ReadLine() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
            continue;
        using (var session = new NamespaceSession(NamespaceHandle.Open(lab["left"].DescriptorPath), isHere: false, "left"))
        using (var capture = new PacketCapture(new CaptureSettings { Filter = new PacketFilter { Groups = [new PacketFilter.Group([FrameTest.IPProtocol(1)], [])] } }))
        {
            capture.Add(session, link);
            capture.StartToFile(Path("own"), new RotatedFilesOptions { Comment = kind });
            _ = Ping(target);
            capture.Stop();
            Assert.Equal(count, capture.Total.Packets);
        }
        Assert.True(tcpdump.WaitForExit(5000));

        var report = Run("capinfos", Path("own"));
        Assert.Matches($@"File encapsulation: +{Regex.Escape(encapsulation)}\n", report);
        Assert.Matches($@"Number of packets: +{count}\n", report);
        Assert.Matches(@"Strict time order: +True", report);
        Assert.Matches($"Name = left/{link}\n", report);
        var own = Tshark("own");
        Assert.Equal(count, own.Length);
        Assert.Equal(Tshark("tcpdump"), own);
        Assert.All(own, line => Assert.Contains(target, line, StringComparison.Ordinal));

        // Without an Ethernet header a file says itself which link it was, and that we sent it.
        if (link == "tun7")
        {
            var told = Run("tshark", "-n", "-r", Path("own"), "-T", "fields", "-E", "separator=|", "-e", "sll.ifindex", "-e", "sll.hatype", "-e", "sll.pkttype", "-e", "sll.etype");
            Assert.Equal($"{lab.IndexOf("left", link)}|65534|4|0x0800", Assert.Single(told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()));
        }

        // And both are the same packets to us.
        var (read, theirs) = (Read("own"), Read("tcpdump"));
        Assert.Equal(theirs.Select(packet => packet.Summary), read.Select(packet => packet.Summary));
        Assert.Equal(theirs.Select(packet => Convert.ToHexString(packet.Data)), read.Select(packet => Convert.ToHexString(packet.Data)));
        Assert.Equal(theirs.Select(packet => packet.Length), read.Select(packet => packet.Length));
        Assert.All(read, packet => Assert.Null(packet.Malformed));
        Assert.All(read, packet => Assert.Equal(("left", link), (packet.Namespace, packet.Interface)));
    }

    /// <summary>What a VXLAN carries, and the packets that carry it, in one file.</summary>
    [Fact]
    public void Links_of_different_kinds_go_into_one_file()
    {
        Prepare("vx");
        Prepare("tun7");
        _ = Ping("10.4.0.2");
        using (var session = new NamespaceSession(NamespaceHandle.Open(lab["left"].DescriptorPath), isHere: false, "left"))
        using (var capture = new PacketCapture(new CaptureSettings()))
        {
            foreach (var link in new[] { "lo", "tun7", "vl", "vx" })
                capture.Add(session, link);
            capture.StartToFile(Path("own"), new RotatedFilesOptions());
            foreach (var target in new[] { "127.0.0.1", "10.7.0.2", "10.4.0.2" })
                _ = Ping(target);
            capture.Stop();
        }
        var report = Run("capinfos", Path("own"));
        Assert.Matches(@"File encapsulation: +Per packet", report);
        Assert.Equal(["left/lo", "left/tun7", "left/vl", "left/vx"], Names().Matches(report).Select(match => match.Groups[1].Value));
        Assert.Equal(4, Regex.Count(report, "Number of stat entries = 1"));
        var pings = Run("tshark", "-n", "-r", Path("own"), "-Y", "icmp", "-T", "fields", "-E", "separator=|", "-e", "frame.interface_name", "-e", "vxlan.vni")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).CountBy(line => line).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}");
        Assert.Equal(["left/lo| 10", "left/tun7| 5", "left/vl|7 10", "left/vx| 10"], pings);
        Assert.All(Read("own"), packet => Assert.Null(packet.Malformed));
    }

    /// <summary>Makes a link, with addresses on both sides.</summary>
    private void Prepare(string link)
    {
        switch (link)
        {
            case "br":
                lab.Run("left", "ip", "link", "add", "name", "br", "type", "bridge");
                lab.Run("left", "ip", "link", "set", "dev", "vl", "master", "br");
                Address("left", "br", "10.2.0.1");
                Address("right", "vr", "10.2.0.2");
                break;
            case "mv":
                lab.Run("left", "ip", "link", "add", "link", "vl", "name", "mv", "type", "macvlan", "mode", "bridge");
                Address("left", "mv", "10.3.0.1");
                Address("right", "vr", "10.3.0.2");
                break;
            case "vx":
                lab.Run("left", "ip", "link", "add", "name", "vx", "type", "vxlan", "id", "7", "dstport", "4789", "remote", "10.0.0.2", "dev", "vl");
                lab.Run("right", "ip", "link", "add", "name", "vx", "type", "vxlan", "id", "7", "dstport", "4789", "remote", "10.0.0.1", "dev", "vr");
                Address("left", "vx", "10.4.0.1");
                Address("right", "vx", "10.4.0.2");
                break;
            case "tun7":
                tunnel = CaptureTests.OpenTunnel(lab, "left", "tun7");
                Address("left", "tun7", "10.7.0.1");
                break;
        }
    }

    private void Address(string name, string link, string address)
    {
        lab.Run(name, "ip", "address", "add", $"{address}/24", "dev", link);
        lab.Run(name, "ip", "link", "set", "dev", link, "up");
    }

    /// <summary>Five pings, answered or not.</summary>
    private string Ping(string target) => lab.Run("left", "sh", "-c", $"ping -c 5 -i 0.01 -W 0.2 {target} || true");

    private string Path(string name) => System.IO.Path.Combine(folder, name);

    private string[] Tshark(string name) => Run(
        "tshark", ["-n", "-r", Path(name), "-T", "fields", "-E", "separator=|", .. Fields.SelectMany(field => new[] { "-e", field })]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private List<NetPacket> Read(string name)
    {
        using var reader = CaptureFileReader.Open(Path(name));
        var packets = new List<NetPacket>();
        while (reader.TryRead(out var frame, out var link))
            packets.Add(PacketDecoder.Decode(frame, link));
        Assert.False(reader.IsCut);
        Assert.Equal(0, reader.Dropped);
        return packets;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return text;
    }

    [GeneratedRegex(@"Name = (\S+)")]
    private static partial Regex Names();
}
