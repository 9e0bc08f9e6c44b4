using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>
/// What a provider is told about the command on whose behalf it works: whose ShouldProcess to ask, where to write,
/// -Force, filters, dynamic parameters. The engine's CmdletProviderContext, which is internal, behind a typed front.
/// </summary>
internal sealed class ProviderContext
{
    internal const string TypeName = "System.Management.Automation.CmdletProviderContext, System.Management.Automation";

    private ProviderContext(object inner) => Inner = inner;

    /// <summary>The engine's object.</summary>
    internal object Inner { get; }

    /// <summary>Makes a context whose results, errors and confirmations go through <paramref name="command"/>.</summary>
    internal static ProviderContext For(Cmdlet command) => new(Create(command));

    /// <summary>A context for an inner question: inherits everything, but keeps results and errors to itself.</summary>
    internal ProviderContext Quiet() => new(Copy(Inner)) { PassThru = false };

    internal bool Force
    {
        set => SetForce(Inner, value);
    }

    internal bool PassThru
    {
        set => SetPassThru(Inner, value);
    }

    /// <summary>Paths are taken as they are, wildcard characters included.</summary>
    internal bool Literal
    {
        set => SetSuppressWildcardExpansion(Inner, value);
    }

    internal object? DynamicParameters
    {
        set => SetDynamicParameters(Inner, value);
    }

    internal void SetFilters(string[]? include, string[]? exclude, string? filter) =>
        SetFilters(Inner, new Collection<string>(include ?? []), new Collection<string>(exclude ?? []), filter);

    internal void Stop() => StopProcessing(Inner);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType(TypeName)]
    private static extern object Create(Cmdlet command);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType(TypeName)]
    private static extern object Copy([UnsafeAccessorType(TypeName)] object contextToCopyFrom);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Force")]
    private static extern void SetForce([UnsafeAccessorType(TypeName)] object context, SwitchParameter value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PassThru")]
    private static extern void SetPassThru([UnsafeAccessorType(TypeName)] object context, bool value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_SuppressWildcardExpansion")]
    private static extern void SetSuppressWildcardExpansion([UnsafeAccessorType(TypeName)] object context, bool value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_DynamicParameters")]
    private static extern void SetDynamicParameters([UnsafeAccessorType(TypeName)] object context, object? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetFilters")]
    private static extern void SetFilters(
        [UnsafeAccessorType(TypeName)] object context, Collection<string> include, Collection<string> exclude, string? filter);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "StopProcessing")]
    private static extern void StopProcessing([UnsafeAccessorType(TypeName)] object context);
}
