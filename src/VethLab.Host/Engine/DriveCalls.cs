using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>Drives of providers.</summary>
/// <remarks>The engine's calls that take a command's own context are internal; these reach them.</remarks>
internal static class DriveCalls
{
    internal static void New(this DriveManagementIntrinsics provider, PSDriveInfo drive, string? scope, ProviderContext context) =>
        CallNew(provider, drive, scope, context.Inner);

    internal static void Remove(
        this DriveManagementIntrinsics provider, string driveName, bool force, string? scope, ProviderContext context) =>
        CallRemove(provider, driveName, force, scope, context.Inner);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(DriveManagementIntrinsics.New))]
    private static extern void CallNew(
        DriveManagementIntrinsics provider, PSDriveInfo drive, string? scope, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(DriveManagementIntrinsics.Remove))]
    private static extern void CallRemove(
        DriveManagementIntrinsics provider, string driveName, bool force, string? scope, [UnsafeAccessorType(ProviderContext.TypeName)] object context);
}
