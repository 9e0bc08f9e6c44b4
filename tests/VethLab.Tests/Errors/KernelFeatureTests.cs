using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.Packets;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Capture;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Nat;
using VethLab.Networks.Reachability;
using VethLab.Tests.Networks;
using VethLab.Tests.Support;

namespace VethLab.Tests.Errors;

/// <summary>Kernels that lack something: the error names the option and the module. The kernel refuses for real; where it has the feature, a filter makes it.</summary>
public class KernelFeatureTests
{
    [Theory]
    [InlineData(BridgeLink.KindName, "bridges", "CONFIG_BRIDGE", "modprobe bridge")]
    [InlineData(VethLink.KindName, "veth pairs", "CONFIG_VETH", "modprobe veth")]
    public void The_kinds_that_VethLab_makes(string kind, string name, string option, string command)
    {
        var error = InterfaceReader.ExplainCreation(new LinuxException("create link x", Errno.EOPNOTSUPP), kind, "x")!;
        Assert.Contains($"no {name}:", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{option},", error.Advice, StringComparison.Ordinal);
        Assert.Contains($"'{command}'", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Packet_sockets() => Lacks(Libc.AF_PACKET, null, Errno.EAFNOSUPPORT, "packet sockets", "CONFIG_PACKET", sandbox =>
    {
        using var session = Session.In(sandbox);
        using var capture = new PacketCapture(new CaptureSettings());
        capture.Add(session, "lo");
    });

    [Fact]
    public void IPv6() => Lacks(Libc.AF_INET6, null, Errno.EAFNOSUPPORT, "IPv6", "CONFIG_IPV6", sandbox =>
    {
        using var session = Session.In(sandbox);
        Ping.Run(session, [IPAddress.IPv6Loopback], new EchoOptions { Timeout = TimeSpan.FromMilliseconds(1) }, _ => { });
    });

    [Fact]
    public void Nf_tables() => Lacks(Libc.AF_NETLINK, 12, Errno.EPROTONOSUPPORT, "nf_tables", "CONFIG_NF_TABLES", sandbox =>
    {
        using var session = Session.In(sandbox);
        _ = MasqueradeOperations.List(session);
    });

    [Theory]
    [InlineData("add chain ip vethlab postrouting", "CONFIG_NFT_NAT", "nft_chain_nat")]
    [InlineData("add rule to ip vethlab postrouting", "CONFIG_NFT_MASQ", "nft_masq")]
    public void Parts_of_nf_tables(string operation, string option, string module)
    {
        using var sandbox = new Sandbox();
        using var session = Session.In(sandbox);
        var error = VethLab.Networks.Records.LabTable.Lacking(session, new NetlinkException(operation, Errno.ENOENT))!;
        Assert.Equal(NetworkError.FeatureMissing, error.Error);
        Assert.Contains(option, error.Advice, StringComparison.Ordinal);
        Assert.Contains($"modprobe {module}'", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_of_the_table_is_one_that_kernels_have()
    {
        var configuration = Configuration();
        Assert.Contains("CONFIG_NET=y", configuration, StringComparison.Ordinal);
        var features = typeof(KernelFeature).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Select(field => field.GetValue(null)).OfType<KernelFeature>().ToList();
        Assert.True(features.Count >= 8);
        foreach (var option in features.SelectMany(feature => Regex.Split(feature.Option, ", | and ")))
            Assert.Matches($"(?m)^(# )?{option}(=| is not set)", configuration);
    }

    /// <summary>The running kernel's own configuration, where it or its package tells it.</summary>
    private static string Configuration()
    {
        if (!File.Exists("/proc/config.gz"))
            return File.ReadAllText($"/boot/config-{File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}");
        using var text = new StreamReader(new GZipStream(File.OpenRead("/proc/config.gz"), CompressionMode.Decompress));
        return text.ReadToEnd();
    }

    private static void Lacks(int family, int? protocol, Errno errno, string name, string option, Action<Sandbox> work)
    {
        using var sandbox = new Sandbox();
        OwnThread.Run(() =>
        {
            RefusedSockets.From(family, protocol, (int)errno);
            var error = Assert.Throws<NetworkException>(() => work(sandbox));
            Assert.Equal(NetworkError.FeatureMissing, error.Error);
            Assert.Equal(errno, error.Errno);
            Assert.Contains($"no {name}:", error.Message, StringComparison.Ordinal);
            Assert.Contains(option, error.Advice, StringComparison.Ordinal);
        });
        // On other threads nothing is refused.
        OwnThread.Run(() => work(sandbox));
    }
}
