using System.Diagnostics;
using System.Globalization;
using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Tests.Packets;

/// <summary>
/// Nameless network namespaces joined by veth pairs that ip(8) makes. They end with its disposal. Without the privilege to make them every
/// test fails.
/// </summary>
internal sealed class PacketLab : IDisposable
{
    private readonly Dictionary<string, NamespaceHandle> namespaces = [];

    /// <summary>Makes namespaces with loopback up. IPv6 makes no addresses of its own and asks for no routers there.</summary>
    internal PacketLab(params string[] names)
    {
        foreach (var name in names)
        {
            namespaces.Add(name, NamespaceDoor.Create());
            Set(name, "ipv6/conf/default/addr_gen_mode", "1");
            Set(name, "ipv6/conf/default/accept_dad", "0");
            Set(name, "ipv6/conf/default/router_solicitations", "0");
            Run(name, "ip", "link", "set", "lo", "up");
        }
    }

    internal NamespaceHandle this[string name] => namespaces[name];

    /// <summary>A lab of "left" 10.0.0.1, fd00::1 and "right" 10.0.0.2, fd00::2 on a veth pair vl, vr.</summary>
    internal static PacketLab Pair()
    {
        var lab = new PacketLab("left", "right");
        lab.Join("left", "vl", "10.0.0.1/24", "fd00::1/64", "right", "vr", "10.0.0.2/24", "fd00::2/64");
        return lab;
    }

    /// <summary>The same with IPv6 off, which never keeps quite silent (multicast listener reports).</summary>
    internal static PacketLab QuietPair()
    {
        var lab = new PacketLab("left", "right");
        foreach (var name in lab.namespaces.Keys)
            lab.Set(name, "ipv6/conf/default/disable_ipv6", "1");
        lab.Join("left", "vl", "10.0.0.1/24", null, "right", "vr", "10.0.0.2/24", null);
        return lab;
    }

    /// <summary>
    /// A lab of "left" 10.0.0.1, a router "middle" 10.0.0.2 and 10.0.1.2, and "right" 10.0.1.3; likewise fd00:: and fd00:1::.
    /// </summary>
    internal static PacketLab Routed()
    {
        var lab = new PacketLab("left", "middle", "right");
        lab.Join("left", "vl", "10.0.0.1/24", "fd00::1/64", "middle", "vm", "10.0.0.2/24", "fd00::2/64");
        lab.Join("middle", "wm", "10.0.1.2/24", "fd00:1::2/64", "right", "wr", "10.0.1.3/24", "fd00:1::3/64");
        // Without a link-local address a router cannot ask for the neighbours of what it forwards.
        lab.Run("middle", "ip", "address", "add", "fe80::2/64", "dev", "vm", "nodad");
        lab.Run("middle", "ip", "address", "add", "fe80::2/64", "dev", "wm", "nodad");
        lab.WaitForAddresses("middle");
        lab.Set("middle", "ipv4/ip_forward", "1");
        lab.Set("middle", "ipv6/conf/all/forwarding", "1");
        lab.Run("left", "ip", "route", "add", "default", "via", "10.0.0.2");
        lab.Run("left", "ip", "-6", "route", "add", "default", "via", "fd00::2");
        lab.Run("right", "ip", "route", "add", "default", "via", "10.0.1.2");
        lab.Run("right", "ip", "-6", "route", "add", "default", "via", "fd00:1::2");
        return lab;
    }

    internal void Join(string one, string oneLink, string oneV4, string? oneV6, string two, string twoLink, string twoV4, string? twoV6)
    {
        Run(one, "ip", "link", "add", oneLink, "type", "veth", "peer", "name", twoLink, "netns", namespaces[two].DescriptorPath);
        foreach (var (name, link, v4, v6) in new[] { (one, oneLink, oneV4, oneV6), (two, twoLink, twoV4, twoV6) })
        {
            Run(name, "ip", "address", "add", v4, "dev", link);
            if (v6 is not null)
                Run(name, "ip", "address", "add", v6, "dev", link, "nodad");
            Run(name, "ip", "link", "set", link, "up");
        }
        WaitForCarrier(one, oneLink);
        WaitForCarrier(two, twoLink);
        WaitForAddresses(one);
        WaitForAddresses(two);
    }

    internal int IndexOf(string name, string link) =>
        int.Parse(Run(name, "ip", "-o", "link", "show", "dev", link).Split(':')[0], CultureInfo.InvariantCulture);

    internal string MacOf(string name, string link) =>
        Run(name, "ip", "-br", "link", "show", "dev", link).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];

    /// <summary>Writes a file below /proc/sys/net, which shows the namespace of the one who opens it.</summary>
    internal void Set(string name, string sysctl, string value) =>
        _ = Run(name, "sh", "-c", $"echo '{value}' > /proc/sys/net/{sysctl}");

    /// <summary>Sends one datagram over a socket of its own in a namespace.</summary>
    internal void Send(string name, int domain, int type, ReadOnlySpan<byte> address, ReadOnlySpan<byte> datagram)
    {
        using var socket = NamespaceDoor.OpenSocket(namespaces[name], domain, type, 0);
        Assert.Equal(datagram.Length, Libc.SendTo(socket, datagram, 0, address));
    }

    /// <summary>Runs a tool inside and returns its output; anything but success fails the test.</summary>
    internal string Run(string name, params string[] command)
    {
        using var process = Start(name, command);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', command)}: exit code {process.ExitCode}: {error.Result}");
    }

    /// <summary>Starts a tool inside, with its output and errors to be read.</summary>
    internal Process Start(string name, params string[] command) => Process.Start(
        new ProcessStartInfo("nsenter", [$"--net={namespaces[name].DescriptorPath}", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public void Dispose()
    {
        foreach (var there in namespaces.Values)
            there.Dispose();
    }

    /// <summary>
    /// A new IPv6 address, even one without duplicate detection, answers nobody until the kernel's work queue has made it join its
    /// solicited-node group (RFC 4291 section 2.7.1). Waits for that.
    /// </summary>
    internal void WaitForAddresses(string name)
    {
        var groups = Run(name, "ip", "-6", "-o", "address", "show").Split('\n')
            .Select(line => line.Split((char[])[' ', '/'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 3 && words[1] != "lo")
            .Select(words => IPAddress.Parse(words[3]).GetAddressBytes())
            .Select(bytes => new IPAddress([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, .. bytes[13..]]).ToString())
            .ToArray();
        for (var tries = 0; !groups.All(Run(name, "ip", "-6", "maddress", "show").Split((char[])['\n', ' ']).Contains); tries++)
        {
            Assert.True(tries < 100, $"addresses of {name} are not listened for");
            Thread.Sleep(20);
        }
    }

    private void WaitForCarrier(string name, string link)
    {
        for (var tries = 0; !Run(name, "ip", "-br", "link", "show", "dev", link).Contains(" UP ", StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 100, $"{link} does not come up");
            Thread.Sleep(20);
        }
    }
}
