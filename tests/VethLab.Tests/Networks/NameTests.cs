using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Networks;

/// <summary>Names of interfaces and namespaces, and how they are written in command lines.</summary>
public class NameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("br-veth01")]
    [InlineData("eth0.100")]
    [InlineData("123456789012345")]
    [InlineData("brücke")]
    [InlineData("a'b$c;d")]
    [InlineData("...")]
    [InlineData("-dash")]
    public void What_the_kernel_takes_is_an_interfaces_name(string name)
    {
        InterfaceName.Check(name);
        using var sandbox = new Sandbox();
        using var session = Session.In(sandbox);
        session.Links.Create(new Linux.Route.LinkDescription { Name = name }, new Linux.Route.LinkKinds.BridgeLink());
        Assert.Equal(name, InterfaceReader.Read(session, name).Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("all")]
    [InlineData("default")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a%d")]
    [InlineData("a\u00a0b")]
    [InlineData("1234567890123456")]
    [InlineData("brückebrückebr")]
    public void What_the_kernel_would_not_take_or_would_change_is_refused(string? name)
    {
        var failure = Assert.Throws<NetworkException>(() => InterfaceName.Check(name));

        Assert.Equal((NetworkError.InvalidName, name), (failure.Error, failure.Target));
    }

    [Theory]
    [InlineData("ns01")]
    [InlineData("with space")]
    [InlineData("quote'd")]
    [InlineData("...")]
    [InlineData("name:with%signs")]
    public void A_path_component_is_a_namespaces_name(string name) => NamespaceName.Check(name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0")]
    public void Anything_else_is_not(string? name) =>
        Assert.Equal(NetworkError.InvalidName, Assert.Throws<NetworkException>(() => NamespaceName.Check(name)).Error);

    [Fact]
    public void Lengths_are_counted_in_bytes()
    {
        NamespaceName.Check(new string('x', 255));
        var failure = Assert.Throws<NetworkException>(() => NamespaceName.Check(new string('ü', 128)));
        Assert.Contains("it has 256 bytes, 255 are possible", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ns01", "ns01")]
    [InlineData("192.168.88.0/24", "192.168.88.0/24")]
    [InlineData("", "''")]
    [InlineData("with space", "'with space'")]
    [InlineData("a'b", "'a'\\''b'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("a;rm -rf", "'a;rm -rf'")]
    [InlineData("brücke", "'brücke'")]
    [InlineData("~root", "'~root'")]
    [InlineData("*", "'*'")]
    public void Words_are_quoted_where_a_shell_needs_it(string word, string quoted)
    {
        Assert.Equal(quoted, ShellPrefix.Quote(word));
        using var sandbox = new Sandbox();
        Assert.Equal(word, sandbox.Run("sh", "-c", $"printf %s {quoted}"));
    }

    [Fact]
    public void Commands_for_a_named_namespace_go_through_ip()
    {
        using var sandbox = new Sandbox();
        using var session = new NamespaceSession(Linux.Namespaces.NamespaceHandle.Open(sandbox.There.DescriptorPath), isHere: false, "my ns");

        Assert.Equal("ip -n 'my ns' link set lo up", session.Shell.Ip("link set lo up"));
        Assert.Equal("ip netns exec 'my ns' sysctl -w net/ipv4/ip_forward=1", session.Shell.Sysctl("ipv4/ip_forward", "1"));
        Assert.Equal("'my ns'", session.Shell.Target);
        using var here = NamespaceLocator.OpenHere();
        Assert.Equal("ip link", here.Shell.Ip("link"));
        Assert.Equal("nft list ruleset", here.Shell.Run("nft list ruleset"));
    }
}
