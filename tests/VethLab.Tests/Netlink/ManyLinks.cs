using System.Text;
using VethLab.Tests.Support;

namespace VethLab.Tests.Netlink;

/// <summary>A namespace with loopback and 1,000 veth pairs, shared by the tests of a class.</summary>
public sealed class ManyLinks : IDisposable
{
    public const int Pairs = 1000;

    public ManyLinks()
    {
        var batch = new StringBuilder();
        for (var i = 0; i < Pairs; i++)
            batch.Append($"link add a{i} numtxqueues 1 numrxqueues 1 type veth peer name b{i} numtxqueues 1 numrxqueues 1\n");
        Sandbox.RunWithInput(batch.ToString(), "ip", "-batch", "-");
    }

    internal Sandbox Sandbox { get; } = new();

    /// <summary>The names of all links, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Enumerable.Range(0, Pairs).SelectMany(i => new[] { $"a{i}", $"b{i}" }).Append("lo").Order(StringComparer.Ordinal)];

    public void Dispose() => Sandbox.Dispose();
}
