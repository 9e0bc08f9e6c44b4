using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>Items of a provider: files, variables, functions, environment variables.</summary>
/// <remarks>The engine's calls that take a command's own context are internal; these reach them.</remarks>
internal static class ItemCalls
{
    internal static void Get(this ItemCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallGet(provider, path, context.Inner);

    internal static object? GetItemDynamicParameters(this ItemCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallGetItemDynamicParameters(provider, path, context.Inner);

    internal static void Set(this ItemCmdletProviderIntrinsics provider, string path, object? value, ProviderContext context) =>
        CallSet(provider, path, value, context.Inner);

    internal static void Clear(this ItemCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallClear(provider, path, context.Inner);

    internal static void Rename(this ItemCmdletProviderIntrinsics provider, string path, string newName, ProviderContext context) =>
        CallRename(provider, path, newName, context.Inner);

    internal static void New(
        this ItemCmdletProviderIntrinsics provider, string path, string? name, string? type, object? content, ProviderContext context) =>
        CallNew(provider, path, name, type, content, context.Inner);

    internal static object? NewItemDynamicParameters(
        this ItemCmdletProviderIntrinsics provider, string path, string? type, object? content, ProviderContext context) =>
        CallNewItemDynamicParameters(provider, path, type, content, context.Inner);

    internal static void Remove(this ItemCmdletProviderIntrinsics provider, string path, bool recurse, ProviderContext context) =>
        CallRemove(provider, path, recurse, context.Inner);

    internal static void Copy(
        this ItemCmdletProviderIntrinsics provider, string path, string destinationPath, bool recurse, CopyContainers copyContainers, ProviderContext context) =>
        CallCopy(provider, path, destinationPath, recurse, copyContainers, context.Inner);

    internal static void Move(this ItemCmdletProviderIntrinsics provider, string path, string destination, ProviderContext context) =>
        CallMove(provider, path, destination, context.Inner);

    internal static bool Exists(this ItemCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallExists(provider, path, context.Inner);

    internal static object? ItemExistsDynamicParameters(this ItemCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallItemExistsDynamicParameters(provider, path, context.Inner);

    internal static bool IsContainer(this ItemCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallIsContainer(provider, path, context.Inner);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.Get))]
    private static extern void CallGet(
        ItemCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetItemDynamicParameters")]
    private static extern object? CallGetItemDynamicParameters(
        ItemCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.Set))]
    private static extern void CallSet(
        ItemCmdletProviderIntrinsics provider, string path, object? value, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.Clear))]
    private static extern void CallClear(
        ItemCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.Rename))]
    private static extern void CallRename(
        ItemCmdletProviderIntrinsics provider, string path, string newName, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.New))]
    private static extern void CallNew(
        ItemCmdletProviderIntrinsics provider, string path, string? name, string? type, object? content, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "NewItemDynamicParameters")]
    private static extern object? CallNewItemDynamicParameters(
        ItemCmdletProviderIntrinsics provider, string path, string? type, object? content, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.Remove))]
    private static extern void CallRemove(
        ItemCmdletProviderIntrinsics provider, string path, bool recurse, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.Copy))]
    private static extern void CallCopy(
        ItemCmdletProviderIntrinsics provider, string path, string destinationPath, bool recurse, CopyContainers copyContainers, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.Move))]
    private static extern void CallMove(
        ItemCmdletProviderIntrinsics provider, string path, string destination, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.Exists))]
    private static extern bool CallExists(
        ItemCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ItemExistsDynamicParameters")]
    private static extern object? CallItemExistsDynamicParameters(
        ItemCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ItemCmdletProviderIntrinsics.IsContainer))]
    private static extern bool CallIsContainer(
        ItemCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);
}
