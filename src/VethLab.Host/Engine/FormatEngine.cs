using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace VethLab.Host.Engine;

/// <summary>
/// The engine's own formatting and line output. The package has them, and public base classes for the commands on top
/// (FrontEndCommandBase, OuterFormatTableBase, …), but the one field that joins the two is internal.
/// </summary>
internal static class FormatEngine
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private const string Namespace = "Microsoft.PowerShell.Commands.Internal.Format.";

    private static readonly Assembly EngineAssembly = typeof(FrontEndCommandBase).Assembly;
    private static readonly Type LineOutputType = EngineType("TextWriterLineOutput");

    private static readonly FieldInfo ImplementationField =
        typeof(FrontEndCommandBase).GetField("implementation", Any) ?? throw Missing("FrontEndCommandBase.implementation");

    /// <summary>Makes <paramref name="command"/> format its input in one shape: Table, List, Wide or Complex.</summary>
    internal static void Shape(FrontEndCommandBase command, string shape)
    {
        var kind = Enum.Parse(EngineType("FormatShape"), shape);
        ImplementationField.SetValue(command, Create(EngineType("InnerFormatShapeCommand"), kind));
    }

    /// <summary>Makes <paramref name="command"/> turn its input, formatted or not, into lines of text.</summary>
    internal static void Output(FrontEndCommandBase command) =>
        ImplementationField.SetValue(command, Create(EngineType("OutputManagerInner")));

    /// <summary>Tells where the lines of a command prepared with <see cref="Output"/> go.</summary>
    /// <param name="command">The command; call this before its base.BeginProcessing.</param>
    /// <param name="writer">Gets every line.</param>
    /// <param name="width">Columns after which lines are cut or wrapped.</param>
    /// <param name="suppressNewline">No line ends are written.</param>
    internal static void WriteTo(FrontEndCommandBase command, TextWriter writer, int width, bool suppressNewline = false)
    {
        var implementation = ImplementationField.GetValue(command)!;
        var property = implementation.GetType().GetProperty("LineOutput", Any) ?? throw Missing("OutputManagerInner.LineOutput");
        property.SetValue(implementation, Create(LineOutputType, writer, width, suppressNewline));
    }

    private static object Create(Type type, params object[] arguments) =>
        Activator.CreateInstance(type, Any, null, arguments, null) ?? throw Missing(type.Name);

    private static Type EngineType(string name) => EngineAssembly.GetType(Namespace + name) ?? throw Missing(name);

    private static PSNotSupportedException Missing(string what) =>
        new($"This version of System.Management.Automation has no {what}.");
}
