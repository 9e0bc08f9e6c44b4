using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>Ends the commands before this one in the pipeline, as `Select-Object -First` does when it has enough.</summary>
internal static class UpstreamStop
{
    private const string TypeName = "System.Management.Automation.StopUpstreamCommandsException, System.Management.Automation";

    /// <summary>The exception to throw.</summary>
    internal static Exception Request(Cmdlet command) => (Exception)Create(command);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType(TypeName)]
    private static extern object Create(InternalCommand requestingCommand);
}
