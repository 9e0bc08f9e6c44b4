using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Provider;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>What is inside an item: the lines of a file, the value of a variable.</summary>
/// <remarks>The engine's calls that take a command's own context are internal; these reach them.</remarks>
internal static class ContentCalls
{
    internal static Collection<IContentReader> GetReader(
        this ContentCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallGetReader(provider, path, context.Inner);

    internal static object? GetContentReaderDynamicParameters(
        this ContentCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallGetContentReaderDynamicParameters(provider, path, context.Inner);

    internal static Collection<IContentWriter> GetWriter(
        this ContentCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallGetWriter(provider, path, context.Inner);

    internal static object? GetContentWriterDynamicParameters(
        this ContentCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallGetContentWriterDynamicParameters(provider, path, context.Inner);

    internal static void Clear(this ContentCmdletProviderIntrinsics provider, string path, ProviderContext context) =>
        CallClear(provider, path, context.Inner);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ContentCmdletProviderIntrinsics.GetReader))]
    private static extern Collection<IContentReader> CallGetReader(
        ContentCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetContentReaderDynamicParameters")]
    private static extern object? CallGetContentReaderDynamicParameters(
        ContentCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ContentCmdletProviderIntrinsics.GetWriter))]
    private static extern Collection<IContentWriter> CallGetWriter(
        ContentCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetContentWriterDynamicParameters")]
    private static extern object? CallGetContentWriterDynamicParameters(
        ContentCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(ContentCmdletProviderIntrinsics.Clear))]
    private static extern void CallClear(
        ContentCmdletProviderIntrinsics provider, string path, [UnsafeAccessorType(ProviderContext.TypeName)] object context);
}
