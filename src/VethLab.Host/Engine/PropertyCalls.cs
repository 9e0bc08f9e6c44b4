using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>Properties of an item.</summary>
/// <remarks>The engine's calls that take a command's own context are internal; these reach them.</remarks>
internal static class PropertyCalls
{
    internal static void Get(
        this PropertyCmdletProviderIntrinsics provider, string path, Collection<string>? pickList, ProviderContext context) =>
        CallGet(provider, path, pickList, context.Inner);

    internal static void Set(
        this PropertyCmdletProviderIntrinsics provider, string path, PSObject propertyValue, ProviderContext context) =>
        CallSet(provider, path, propertyValue, context.Inner);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(PropertyCmdletProviderIntrinsics.Get))]
    private static extern void CallGet(
        PropertyCmdletProviderIntrinsics provider, string path, Collection<string>? pickList, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(PropertyCmdletProviderIntrinsics.Set))]
    private static extern void CallSet(
        PropertyCmdletProviderIntrinsics provider, string path, PSObject propertyValue, [UnsafeAccessorType(ProviderContext.TypeName)] object context);
}
