using System.Management.Automation;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// Lets a truth value be written as text: True and False, as CSV has them, on and off, as the views and ip(8) do. An empty cell is what is so
/// without it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BooleanTextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text
            ? text.ToUpperInvariant() switch
            {
                "TRUE" or "ON" or "YES" or "1" => true,
                "FALSE" or "OFF" or "NO" or "0" => false,
                _ => inputData,
            }
            : inputData;
}
