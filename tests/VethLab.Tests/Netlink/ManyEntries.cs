using System.Text;
using VethLab.Tests.Support;

namespace VethLab.Tests.Netlink;

/// <summary>A namespace with a bridge, some hundred addresses behind its port, and as many neighbours of each family on it.</summary>
public sealed class ManyEntries : IDisposable
{
    public const int Count = 500;

    public ManyEntries()
    {
        Sandbox.Ip("link add br0 up type bridge");
        Sandbox.Ip("link add port0 master br0 up type veth peer name other0");
        var (entries, neighbours) = (new StringBuilder(), new StringBuilder());
        for (var i = 0; i < Count; i++)
        {
            var mac = $"02:00:00:00:{i >> 8:x2}:{i & 255:x2}";
            entries.Append($"fdb add {mac} dev port0 master static\n");
            neighbours.Append($"neigh add 10.0.{i >> 8}.{i & 255} lladdr {mac} dev br0 nud permanent\n");
            neighbours.Append($"neigh add fd00::{i:x} lladdr {mac} dev br0 nud permanent\n");
        }
        Sandbox.RunWithInput(entries.ToString(), "bridge", "-batch", "-");
        Sandbox.RunWithInput(neighbours.ToString(), "ip", "-batch", "-");
    }

    internal Sandbox Sandbox { get; } = new();

    public void Dispose() => Sandbox.Dispose();
}
