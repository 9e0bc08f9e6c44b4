using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetForwarding: what decides in a namespace whether packets are passed on.</summary>
[Cmdlet(VerbsCommon.Get, "NetForwarding")]
[OutputType(typeof(NetForwarding))]
public sealed class GetNetForwardingCommand : NetCmdlet
{
    /// <summary>Names, wildcards or objects.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNull]
    public NamespaceReference[]? Namespace { get; set; }

    /// <summary>Namespaces, or objects whose namespace is meant.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        if (InputObject is null)
        {
            foreach (var place in Namespace ?? [null!])
                Write(place);
        }
        else if (InputObject.BaseObject is string name)
        {
            Write(new NamespaceReference(name));
        }
        else
        {
            var piped = new PipedObject(InputObject);
            Write(piped.AsNamespace ?? piped.Place ?? (piped.IsOurs ? new NamespaceReference(InputObject) : throw new NetworkException(
                NetworkError.InvalidValue, $"A {InputObject.BaseObject.GetType().Name} is in no namespace.", InputObject.BaseObject,
                "Pipe names, namespaces, or objects of this module into it.")));
        }
    });

    private void Write(NamespaceReference? place)
    {
        foreach (var space in place is null ? [null] : NamespaceFilter.Expand(place).Cast<NamespaceReference?>())
            ForEachObject(() => WriteObject(ForwardingReader.Read(SessionFor(space))));
    }
}
