using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Reflection;

namespace VethLab.Host.Engine;

/// <summary>
/// Runs a script block in the scope of the script that called a command (as if dot-sourced), with its errors going to
/// the command's error stream and its output either straight down the pipeline, unbuffered, or nowhere.
/// </summary>
internal static class CallerScope
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly Type PipeType = typeof(PSObject).Assembly.GetType("System.Management.Automation.Internal.Pipe", throwOnError: true)!;

    private static readonly object ToErrorStream = Enum.Parse(
        typeof(ScriptBlock).GetNestedType("ErrorHandlingBehavior", BindingFlags.NonPublic)!, "WriteToCurrentErrorPipe");

    private static readonly MethodInfo UsingCmdlet = Find("InvokeUsingCmdlet");
    private static readonly MethodInfo WithPipe = Find("InvokeWithPipe");

    internal static void Run(Cmdlet command, ScriptBlock block) => Invoke(UsingCmdlet, block, new()
    {
        ["contextCmdlet"] = command,
        ["dollarUnder"] = AutomationNull.Value,
    });

    internal static void RunQuietly(ScriptBlock block, object? dollarUnder)
    {
        var nowhere = Activator.CreateInstance(PipeType, nonPublic: true)!;
        PipeType.GetProperty("NullPipe", Any)!.SetValue(nowhere, true);
        Invoke(WithPipe, block, new() { ["outputPipe"] = nowhere, ["dollarUnder"] = dollarUnder });
    }

    private static void Invoke(MethodInfo method, ScriptBlock block, Dictionary<string, object?> given)
    {
        given["useLocalScope"] = false;
        given["errorHandlingBehavior"] = ToErrorStream;
        given["input"] = Array.Empty<object>();
        given["scriptThis"] = AutomationNull.Value;
        given["args"] = Array.Empty<object>();
        var arguments = method.GetParameters()
            .Select(parameter => given.TryGetValue(parameter.Name!, out var value) ? value : parameter.DefaultValue is DBNull ? null : parameter.DefaultValue)
            .ToArray();
        method.Invoke(block, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    /// <summary>The overload with the most parameters: the others only call it.</summary>
    private static MethodInfo Find(string name) => typeof(ScriptBlock).GetMethods(Any)
        .Where(method => method.Name == name)
        .MaxBy(method => method.GetParameters().Length)
        ?? throw new PSNotSupportedException($"This version of System.Management.Automation has no ScriptBlock.{name}.");
}
