using System.Management.Automation;
using VethLab.Networks.Connections;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetConnection: lets connection tracking forget flows, so that their next packets meet the rules anew.</summary>
[Cmdlet(VerbsCommon.Remove, "NetConnection", SupportsShouldProcess = true)]
public sealed class RemoveNetConnectionCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public NetConnection[] InputObject { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var connection in InputObject)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(connection, null);
                Perform(
                    ConnectionOperations.PlanRemove(session, connection) ?? throw ConnectionOperations.NotFound(connection.Name, session),
                    "Forget connection", connection.Name);
            });
        }
    }
}
