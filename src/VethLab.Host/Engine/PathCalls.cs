using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>Paths and the current location.</summary>
/// <remarks>The engine's calls that take a command's own context are internal; these reach them.</remarks>
internal static class PathCalls
{
    internal static Collection<PathInfo> GetResolvedPSPathFromPSPath(this PathIntrinsics provider, string path, ProviderContext context) =>
        CallGetResolvedPSPathFromPSPath(provider, path, context.Inner);

    internal static PathInfo? SetLocation(this PathIntrinsics provider, string path, ProviderContext context) =>
        CallSetLocation(provider, path, context.Inner);

    internal static bool IsValid(this PathIntrinsics provider, string path, ProviderContext context) =>
        CallIsValid(provider, path, context.Inner);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(PathIntrinsics.GetResolvedPSPathFromPSPath))]
    private static extern Collection<PathInfo> CallGetResolvedPSPathFromPSPath(
        PathIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(PathIntrinsics.SetLocation))]
    private static extern PathInfo? CallSetLocation(
        PathIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(PathIntrinsics.IsValid))]
    private static extern bool CallIsValid(
        PathIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);
}
