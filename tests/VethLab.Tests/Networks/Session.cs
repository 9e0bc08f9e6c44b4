using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Networks;

/// <summary>Sessions of sandboxes.</summary>
internal static class Session
{
    public static NamespaceSession In(Sandbox sandbox) => new(NamespaceHandle.Open(sandbox.There.DescriptorPath), isHere: false);
}
