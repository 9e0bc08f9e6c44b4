using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>What a container of a provider holds.</summary>
/// <remarks>The engine's calls that take a command's own context are internal; these reach them.</remarks>
internal static class ChildItemCalls
{
    internal static void Get(
        this ChildItemCmdletProviderIntrinsics provider, string path, bool recurse, uint depth, ProviderContext context) =>
        CallGet(provider, path, recurse, depth, context.Inner);

    internal static object? GetChildItemsDynamicParameters(
        this ChildItemCmdletProviderIntrinsics provider, string path, bool recurse, ProviderContext context) =>
        CallGetChildItemsDynamicParameters(provider, path, recurse, context.Inner);

    internal static void GetNames(
        this ChildItemCmdletProviderIntrinsics provider, string path, ReturnContainers returnContainers, bool recurse, uint depth, ProviderContext context) =>
        CallGetNames(provider, path, returnContainers, recurse, depth, context.Inner);

    internal static bool HasChild(this ChildItemCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallHasChild(provider, path, context.Inner);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ChildItemCmdletProviderIntrinsics.Get))]
    private static extern void CallGet(
        ChildItemCmdletProviderIntrinsics provider, string path, bool recurse, uint depth, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetChildItemsDynamicParameters")]
    private static extern object? CallGetChildItemsDynamicParameters(
        ChildItemCmdletProviderIntrinsics provider, string path, bool recurse, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ChildItemCmdletProviderIntrinsics.GetNames))]
    private static extern void CallGetNames(
        ChildItemCmdletProviderIntrinsics provider, string path, ReturnContainers returnContainers, bool recurse, uint depth, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ChildItemCmdletProviderIntrinsics.HasChild))]
    private static extern bool CallHasChild(
        ChildItemCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);
}
