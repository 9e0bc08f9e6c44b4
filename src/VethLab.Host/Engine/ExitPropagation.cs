using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>
/// Lets `exit n` of the next script that the host runs by its path reach the host (pwsh -File does this). Without it, a
/// script run by its path ends alone and only sets $LASTEXITCODE.
/// </summary>
internal static class ExitPropagation
{
    private const string ContextType = "System.Management.Automation.ExecutionContext, System.Management.Automation";

    internal static void Arm(Runspace runspace) => SetShouldRethrowExit(GetExecutionContext(runspace), true);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ExecutionContext")]
    [return: UnsafeAccessorType(ContextType)]
    private static extern object GetExecutionContext(Runspace runspace);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ScriptCommandProcessorShouldRethrowExit")]
    private static extern void SetShouldRethrowExit([UnsafeAccessorType(ContextType)] object context, bool value);
}
