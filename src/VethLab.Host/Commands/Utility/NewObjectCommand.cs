using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Object of a .NET type, with constructor arguments and properties. COM does not exist on Linux.</summary>
[Cmdlet(VerbsCommon.New, "Object", DefaultParameterSetName = "Net")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "Net", Mandatory = true, Position = 0)]
    public string TypeName { get; set; } = "";

    [Parameter(ParameterSetName = "Net", Position = 1)]
    [Alias("Args")]
    public object[] ArgumentList { get; set; } = [];

    [Parameter]
    public IDictionary? Property { get; set; }

    protected override void BeginProcessing()
    {
        var type = FindType();
        var result = Create(type);
        if (Property is not null)
            SetProperties(result);
        WriteObject(result);
    }

    private Type FindType()
    {
        try
        {
            return LanguagePrimitives.ConvertTo<Type>(TypeName);
        }
        catch (PSInvalidCastException)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded."),
                "TypeNotFound", ErrorCategory.InvalidType, null));
            throw;
        }
    }

    private PSObject Create(Type type)
    {
        try
        {
            // The engine's own `new`: it converts arguments as everywhere in the language.
            var block = ScriptBlock.Create("param($t, $a) ,($t::new.Invoke($a))");
            if (type.IsValueType && ArgumentList.Length == 0)
                return PSObject.AsPSObject(Activator.CreateInstance(type)!);
            return block.Invoke(type, ArgumentList)[0];
        }
        catch (RuntimeException failure)
        {
            ThrowTerminatingError(new ErrorRecord(failure.InnerException ?? failure,
                "ConstructorInvokedThrowException", ErrorCategory.InvalidOperation, null));
            throw;
        }
    }

    private void SetProperties(PSObject result)
    {
        foreach (DictionaryEntry entry in Property!)
        {
            var name = entry.Key.ToString()!;
            if (result.Properties[name] is { } property)
                property.Value = entry.Value;
            else if (result.BaseObject is PSCustomObject)
                result.Properties.Add(new PSNoteProperty(name, entry.Value));
            else if (result.Methods[name] is { } method)
                method.Invoke(entry.Value);
            else
                WriteError(new ErrorRecord(
                    new PSArgumentException($"The member \"{name}\" was not found for the specified .NET object."),
                    "InvalidOperationException", ErrorCategory.InvalidOperation, null));
        }
    }
}
