using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Paths;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Test-NetPath: whether packets get from a namespace to a destination and back, and if not, where they die, why, and what mends it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetPath")]
[OutputType(typeof(NetPathVerdict), typeof(bool))]
public sealed class TestNetPathCommand : NetCmdlet
{
    private const int IPv4Header = 20, IPv6Header = 40, EchoOrUdpHeader = 8;

    private bool areAllReachable = true;
    private int asked;

    /// <summary>IPv4 or IPv6 addresses, or objects that have some: addresses, interfaces, pairs, namespaces, routes, neighbours, and earlier results.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [Alias("TargetName", "ComputerName", "IPAddress")]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public PSObject[] Destination { get; set; } = [];

    /// <summary>Where packets are sent from. Without, routes, neighbours and earlier results are tried from where they are known.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Without, TCP where there is a port, else ICMP.</summary>
    [Parameter]
    public PathProtocol? Protocol { get; set; }

    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>Own address to send from.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string? Source { get; set; }

    /// <summary>Bytes behind the ICMP or UDP header.</summary>
    [Parameter]
    [Alias("Size")]
    [ValidateRange(0, EchoOptions.MaximumPayloadSize)]
    public int? BufferSize { get; set; }

    [Parameter]
    public SwitchParameter DontFragment { get; set; }

    [Parameter]
    [ValidateRange(0.001, 3600)]
    public double TimeoutSeconds { get; set; } = 4;

    /// <summary>Send nothing: what the configuration says.</summary>
    [Parameter]
    public SwitchParameter NoProbe { get; set; }

    /// <summary>Return one truth value: whether all destinations are reachable.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var destination in Destination)
        {
            asked++;
            var known = false;
            ForEachObject(() => known = Test(destination));
            areAllReachable &= known;
        }
    }

    protected override void EndProcessing()
    {
        if (Quiet)
            WriteObject(asked > 0 && areAllReachable);
        base.EndProcessing();
    }

    private bool Test(PSObject destination)
    {
        var (addresses, knownIn) = PathTarget.Of(destination);
        // With the destinations on the command line, what comes down the pipeline says where to send from.
        var from = SessionFor(IsTyped(nameof(Namespace)) || IsTyped(nameof(Destination)) ? Cell(Namespace) : knownIn);
        var areReachable = true;
        foreach (var address in addresses)
        {
            var verdict = PathTest.Run(from, QuestionOf(address), !NoProbe, WriteVerbose, Cancellation);
            Cancellation.ThrowIfCancellationRequested();
            areReachable &= verdict.Reachable == true;
            if (!Quiet)
                WriteObject(verdict);
        }
        return areReachable;
    }

    private PathQuestion QuestionOf(IPAddress destination)
    {
        var protocol = Protocol ?? (Port is null ? PathProtocol.Icmp : PathProtocol.Tcp);
        var source = AddressArguments.Address(Source);
        if (source is not null && source.AddressFamily != destination.AddressFamily)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily, $"{destination} cannot be reached from {source}: they are of different families.", destination.ToString(),
                "Ask for IPv4 and IPv6 destinations with two calls.");
        }
        if (protocol != PathProtocol.Icmp && Port is null)
            throw Invalid($"{protocol.ToString().ToUpperInvariant()} needs a destination port.", "Name it with -Port.");
        if (protocol == PathProtocol.Icmp && Port is not null)
            throw Invalid("ICMP has no ports.", "Leave out -Port, or ask for TCP or UDP.");
        if (protocol == PathProtocol.Tcp && BufferSize is not null)
            throw Invalid("What opens a TCP connection carries no data.", "Leave out -BufferSize, or ask for ICMP or UDP.");
        var header = destination.AddressFamily == AddressFamily.InterNetworkV6 ? IPv6Header : IPv4Header;
        return new PathQuestion
        {
            Destination = destination,
            Protocol = protocol,
            Port = (ushort?)Port,
            Source = source,
            PacketSize = BufferSize + header + EchoOrUdpHeader,
            DontFragment = DontFragment,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        };
    }

    private NetworkException Invalid(string message, string advice) => new(NetworkError.InvalidValue, message, Port, advice);
}
