using System.Management.Automation;
using System.Reflection;

namespace VethLab.Host.Engine;

/// <summary>Marks a record as coming from the error stream; Out-Default then shows it as an error.</summary>
internal static class ErrorMark
{
    private static readonly PropertyInfo? WriteStream =
        typeof(PSObject).GetProperty("WriteStream", BindingFlags.Instance | BindingFlags.NonPublic);

    internal static PSObject Put(ErrorRecord record)
    {
        var wrapped = new PSObject(record);
        WriteStream?.SetValue(wrapped, Enum.Parse(WriteStream.PropertyType, "Error"));
        return wrapped;
    }
}
