using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;

namespace VethLab.PowerShell.Commands;

/// <summary>Group-NetPacket: joins what was captured of the same packet in several places to one object, its trail.</summary>
[Cmdlet("Group", "NetPacket")]
[OutputType(typeof(PacketTrail))]
public sealed class GroupNetPacketCommand : NetCmdlet
{
    private readonly List<NetPacket> packets = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public NetPacket[] InputObject { get; set; } = [];

    /// <summary>A packet that was seen nowhere for so long has arrived; one that looks the same is another then.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public double TimeoutSeconds { get; set; } = 1;

    protected override void ProcessRecord() => packets.AddRange(InputObject);

    /// <summary>Which packets belong together is known when all are there.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (var trail in TrailGrouping.Group(packets, TimeSpan.FromSeconds(TimeoutSeconds)))
        {
            Cancellation.ThrowIfCancellationRequested();
            WriteObject(trail);
        }
    }
}
