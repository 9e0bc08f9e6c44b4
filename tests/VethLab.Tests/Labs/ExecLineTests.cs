using VethLab.Networks.Labs.Containerlab;
using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs;

/// <summary>Command lines of containers are understood where a description can say the same, and nothing else is.</summary>
public class ExecLineTests
{
    [Theory]
    [InlineData("ip addr add 10.0.0.1/24 dev eth1", "AddAddress { Interface = eth1, Value = 10.0.0.1/24 }")]
    [InlineData("ip a add dev eth1 10.0.0.1/24", "AddAddress { Interface = eth1, Value = 10.0.0.1/24 }")]
    [InlineData("ip -6 address add fd00::1 dev lo nodad", "AddAddress { Interface = lo, Value = fd00::1/128 }")]
    [InlineData("ip route add default via 10.0.0.1", "AddRoute { Destination = default, NextHop = 10.0.0.1, Interface = , Metric =  }")]
    [InlineData("ip -6 r add default dev eth1", "AddRoute { Destination = ::/0, NextHop = , Interface = eth1, Metric =  }")]
    [InlineData("ip route replace 10.1.0.0/16 via 10.0.0.1 dev \"eth 1\" metric 5", "AddRoute { Destination = 10.1.0.0/16, NextHop = 10.0.0.1, Interface = eth 1, Metric = 5 }")]
    [InlineData("ip link set dev eth1 up mtu 1400 address 02:00:00:00:00:01", "SetLink { Interface = eth1, Mtu = 1400, MacAddress = 02:00:00:00:00:01, Stp =  }")]
    [InlineData("ip link set br01 type bridge stp_state 1", "SetLink { Interface = br01, Mtu = , MacAddress = , Stp = True }")]
    [InlineData("ip route del default", "DropDefault { }")]
    [InlineData("ip addr add 10.0.0.1/24 dev eth1 && echo done", null)]
    [InlineData("ip addr add 10.0.0.1/24 dev $IF", null)]
    [InlineData("ip addr add 10.0.0.1/24 dev eth1 valid_lft 60", null)]
    [InlineData("ip addr add 10.0.0.1/24", null)]
    [InlineData("ip addr del 10.0.0.1/24 dev eth1", null)]
    [InlineData("ip route add blackhole 10.0.0.0/8", null)]
    [InlineData("ip route add 10.0.0.0/8 via inet6 fd00::1", null)]
    [InlineData("ip route add 10.0.0.0/8 nexthop via 10.0.0.1 nexthop via 10.0.0.2", null)]
    [InlineData("ip link set eth1 down", null)]
    [InlineData("ip link set eth1 name eth2", null)]
    [InlineData("ip link add dummy0 type dummy", null)]
    [InlineData("sysctl -a", null)]
    [InlineData("sysctl net.ipv4.ip_forward", null)]
    [InlineData("sh -c 'ip addr add 10.0.0.1/24 dev eth1'", null)]
    [InlineData("", null)]
    public void A_line_is_understood_or_left_alone(string line, string? said) => Assert.Equal(said, ExecLine.Read(line)?.ToString());

    [Fact]
    public void Sysctls_may_be_several_and_quoted() =>
        Assert.Equal([("net.ipv4.tcp_rmem", "1 2 3"), ("net.ipv4.ip_forward", "1")], Assert.IsType<ExecLine.SetSysctls>(ExecLine.Read("sysctl -w net.ipv4.tcp_rmem=\"1 2 3\" net.ipv4.ip_forward=1")).All);

    [Theory]
    [InlineData("apk add curl", "apk add curl")]
    [InlineData("echo a | tee '/x y' > b", "echo a '|' tee '/x y' '>' b")]
    [InlineData("sh -c \"echo a | cat\"", "echo a | cat")]
    [InlineData("bash -c 'echo a'", "bash -c 'echo a'")]
    public void What_else_a_line_does_is_a_command_of_the_words_that_containerlab_would_run(string line, string run) =>
        Assert.Equal(new LabCommand(run) { Wait = true }, ExecCommand.Read(line));

    [Theory]
    [InlineData("a 'b c'\"d e\" f\\ g", new[] { "a", "b cd e", "f g" })]
    [InlineData("''", new[] { "" })]
    [InlineData("'a", null)]
    [InlineData("a; b", null)]
    [InlineData("\"$x\"", null)]
    [InlineData("a\\", null)]
    public void Words_are_split_as_a_shell_does_where_that_is_all_it_does(string line, string[]? words) => Assert.Equal(words, ShellWords.Split(line));
}
