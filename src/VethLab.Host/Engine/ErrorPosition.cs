using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>Gives an error the position of another command, and keeps the engine from replacing it.</summary>
internal static class ErrorPosition
{
    internal static void Set(ErrorRecord record, InvocationInfo caller)
    {
        SetInvocationInfo(record, caller);
        SetPreserveInvocationInfoOnce(record, true);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetInvocationInfo")]
    private static extern void SetInvocationInfo(ErrorRecord record, InvocationInfo invocationInfo);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PreserveInvocationInfoOnce")]
    private static extern void SetPreserveInvocationInfoOnce(ErrorRecord record, bool value);
}
