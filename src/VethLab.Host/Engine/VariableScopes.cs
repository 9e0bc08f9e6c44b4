using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>
/// Variables of a chosen scope: "global", "script", "local", or a number of scopes upwards. PSVariableIntrinsics, which
/// is public, knows the current scope only.
/// </summary>
internal static class VariableScopes
{
    private const string TypeName = "System.Management.Automation.SessionStateInternal, System.Management.Automation";

    /// <summary>All variables seen from here, or those of one scope.</summary>
    internal static IEnumerable<PSVariable> List(SessionState state, string? scope) =>
        (string.IsNullOrEmpty(scope) ? GetVariableTable(GetInternal(state)) : GetVariableTableAtScope(GetInternal(state), scope)).Values;

    internal static object New(SessionState state, PSVariable variable, string? scope, bool force) => string.IsNullOrEmpty(scope)
        ? NewVariable(GetInternal(state), variable, force)
        : NewVariableAtScope(GetInternal(state), variable, scope, force);

    internal static object Set(SessionState state, PSVariable variable, string? scope, bool force, CommandOrigin origin) => string.IsNullOrEmpty(scope)
        ? SetVariable(GetInternal(state), variable, force, origin)
        : SetVariableAtScope(GetInternal(state), variable, scope, force, origin);

    internal static void Remove(SessionState state, PSVariable variable, string? scope, bool force)
    {
        if (string.IsNullOrEmpty(scope))
            RemoveVariable(GetInternal(state), variable, force);
        else
            RemoveVariableAtScope(GetInternal(state), variable, scope, force);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Internal")]
    [return: UnsafeAccessorType(TypeName)]
    private static extern object GetInternal(SessionState state);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetVariableTable")]
    private static extern IDictionary<string, PSVariable> GetVariableTable([UnsafeAccessorType(TypeName)] object state);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetVariableTableAtScope")]
    private static extern IDictionary<string, PSVariable> GetVariableTableAtScope([UnsafeAccessorType(TypeName)] object state, string scopeID);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "NewVariable")]
    private static extern object NewVariable([UnsafeAccessorType(TypeName)] object state, PSVariable variable, bool force);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "NewVariableAtScope")]
    private static extern object NewVariableAtScope([UnsafeAccessorType(TypeName)] object state, PSVariable variable, string scopeID, bool force);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetVariable")]
    private static extern object SetVariable([UnsafeAccessorType(TypeName)] object state, PSVariable variable, bool force, CommandOrigin origin);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetVariableAtScope")]
    private static extern object SetVariableAtScope(
        [UnsafeAccessorType(TypeName)] object state, PSVariable variable, string scopeID, bool force, CommandOrigin origin);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "RemoveVariable")]
    private static extern void RemoveVariable([UnsafeAccessorType(TypeName)] object state, PSVariable variable, bool force);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "RemoveVariableAtScope")]
    private static extern void RemoveVariableAtScope(
        [UnsafeAccessorType(TypeName)] object state, PSVariable variable, string scopeID, bool force);
}
