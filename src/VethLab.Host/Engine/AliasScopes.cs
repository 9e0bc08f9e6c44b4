using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>Aliases of a chosen scope, for which the engine has no public call.</summary>
internal static class AliasScopes
{
    private const string TypeName = "System.Management.Automation.SessionStateInternal, System.Management.Automation";

    internal static IEnumerable<AliasInfo> List(SessionState state, string? scope) =>
        (string.IsNullOrEmpty(scope) ? GetAliasTable(GetInternal(state)) : GetAliasTableAtScope(GetInternal(state), scope)).Values;

    /// <summary>Sets an alias here, or here and in another scope: only setting one makes the object that the other call takes.</summary>
    internal static AliasInfo Set(
        SessionState state, string name, string value, ScopedItemOptions options, string? scope, bool force, CommandOrigin origin)
    {
        var inner = GetInternal(state);
        if (string.IsNullOrEmpty(scope))
            return SetAliasValue(inner, name, value, options, force, origin);
        var made = SetAliasValue(inner, name, value, options, force: true, origin);
        return SetAliasItemAtScope(inner, made, scope, force, origin);
    }

    internal static void Remove(SessionState state, string name, bool force) => RemoveAlias(GetInternal(state), name, force);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Internal")]
    [return: UnsafeAccessorType(TypeName)]
    private static extern object GetInternal(SessionState state);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetAliasTable")]
    private static extern IDictionary<string, AliasInfo> GetAliasTable([UnsafeAccessorType(TypeName)] object state);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetAliasTableAtScope")]
    private static extern IDictionary<string, AliasInfo> GetAliasTableAtScope([UnsafeAccessorType(TypeName)] object state, string scopeID);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetAliasValue")]
    private static extern AliasInfo SetAliasValue(
        [UnsafeAccessorType(TypeName)] object state, string aliasName, string value, ScopedItemOptions options, bool force, CommandOrigin origin);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetAliasItemAtScope")]
    private static extern AliasInfo SetAliasItemAtScope(
        [UnsafeAccessorType(TypeName)] object state, AliasInfo alias, string scopeID, bool force, CommandOrigin origin);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "RemoveAlias")]
    private static extern void RemoveAlias([UnsafeAccessorType(TypeName)] object state, string aliasName, bool force);
}
