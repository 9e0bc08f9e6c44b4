using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace VethLab.Host.Engine;

/// <summary>
/// Parameters that only Format-Wide and Format-Custom have: the method that hands them to the engine is internal, so
/// they are put where that method would have put them.
/// </summary>
internal static class FormattingParameters
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private const string Namespace = "Microsoft.PowerShell.Commands.Internal.Format.";

    /// <summary>Sets the number of columns, or automatic ones. Call after base.BeginProcessing.</summary>
    internal static void SetWide(FrontEndCommandBase command, int columns, bool? autoSize)
    {
        var parameters = Of(command);
        if (autoSize is { } automatic)
            Set(parameters, "autosize", (bool?)automatic);
        SetShape(parameters, "WideSpecificParameters", "columns", columns > 0 ? (int?)columns : null);
    }

    /// <summary>Sets how deep objects are shown. Call after base.BeginProcessing.</summary>
    internal static void SetDepth(FrontEndCommandBase command, int depth) =>
        SetShape(Of(command), "ComplexSpecificParameters", "maxDepth", depth);

    private static void SetShape(object parameters, string type, string field, object? value)
    {
        var shape = Activator.CreateInstance(typeof(FrontEndCommandBase).Assembly.GetType(Namespace + type, throwOnError: true)!, nonPublic: true)!;
        Set(shape, field, value);
        Set(parameters, "shapeParameters", shape);
    }

    private static object Of(FrontEndCommandBase command)
    {
        var implementation = Field(typeof(FrontEndCommandBase), "implementation").GetValue(command)!;
        return Field(implementation.GetType(), "_parameters").GetValue(implementation)!;
    }

    private static void Set(object target, string field, object? value) => Field(target.GetType(), field).SetValue(target, value);

    private static FieldInfo Field(Type type, string name)
    {
        for (var holder = type; holder is not null; holder = holder.BaseType)
            if (holder.GetField(name, Any) is { } field)
                return field;
        throw new PSNotSupportedException($"This version of System.Management.Automation has no {type.Name}.{name}.");
    }
}
