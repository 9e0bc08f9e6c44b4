using System.Management.Automation;
using VethLab.Networks;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetForwarding: what decides in a namespace whether packets are passed on.</summary>
[Cmdlet(VerbsCommon.Get, "NetForwarding")]
[OutputType(typeof(NetForwarding))]
public sealed class GetNetForwardingCommand : NetCmdlet
{
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference[]? Namespace { get; set; }

    /// <summary>Namespaces, or objects whose namespace is meant.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        switch (InputObject?.BaseObject)
        {
            case NetNamespace space:
                Write(new NamespaceReference(space));
                break;
            case NetObject item:
                WriteObject(ForwardingReader.Read(SessionFor(item, null)));
                break;
            case string name:
                Write(new NamespaceReference(name));
                break;
            case null when Namespace is null:
                Write(null);
                break;
            default:
                foreach (var space in Namespace ?? [])
                    ForEachObject(() => Write(space));
                break;
        }
    });

    private void Write(NamespaceReference? space) => WriteObject(ForwardingReader.Read(SessionFor(space)));
}
