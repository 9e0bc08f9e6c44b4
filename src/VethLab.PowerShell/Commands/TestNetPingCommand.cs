using System.Management.Automation;
using System.Net;
using VethLab.Linux.Packets;
using VethLab.Networks;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Reachability;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Test-NetPing: ICMP echo from any namespace, to many targets at once.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetPing")]
[OutputType(typeof(PingResult), typeof(bool))]
public sealed class TestNetPingCommand : NetCmdlet
{
    private readonly List<IPAddress> targets = [];

    /// <summary>IPv4 or IPv6 addresses, or objects that have some: addresses, interfaces, pairs (the end called by the pair's name).</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [Alias("TargetName", "ComputerName", "IPAddress")]
    public PSObject[] Destination { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter]
    [ValidateRange(1, 65535)]
    public int Count { get; set; } = 1;

    [Parameter]
    [ValidateRange(0.001, 3600)]
    public double TimeoutSeconds { get; set; } = 4;

    [Parameter]
    [ValidateRange(0, 3600)]
    public double IntervalSeconds { get; set; } = 1;

    /// <summary>Bytes behind the ICMP header.</summary>
    [Parameter]
    [Alias("Size")]
    [ValidateRange(0, EchoOptions.MaximumPayloadSize)]
    public int BufferSize { get; set; } = 56;

    [Parameter]
    [Alias("Ttl", "MaxHops")]
    [ValidateRange(1, 255)]
    public int? TimeToLive { get; set; }

    [Parameter]
    public SwitchParameter DontFragment { get; set; }

    /// <summary>Own address to ping from.</summary>
    [Parameter]
    public string? Source { get; set; }

    /// <summary>Return one truth value: whether every request was answered.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var destination in Destination)
            ForEachObject(() => targets.AddRange(AddressesOf(destination.BaseObject)));
    }

    protected override void EndProcessing() => ForEachObject(() =>
    {
        var source = AddressArguments.Address(Source);
        if (source is not null && targets.Find(target => target.AddressFamily != source.AddressFamily) is { } stranger)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily, $"{stranger} cannot be pinged from {source}: they are of different families.", stranger.ToString(),
                "Ping IPv4 and IPv6 targets with two calls.");
        }
        var answered = 0;
        Ping.Run(
            SessionFor(Namespace),
            targets,
            new EchoOptions
            {
                Count = Count,
                Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
                Interval = TimeSpan.FromSeconds(IntervalSeconds),
                PayloadSize = BufferSize,
                TimeToLive = TimeToLive,
                DontFragment = DontFragment,
                Source = source,
            },
            result =>
            {
                answered += result.IsSuccess ? 1 : 0;
                if (!Quiet)
                    WriteObject(result);
            },
            Cancellation);
        if (Quiet)
            WriteObject(targets.Count > 0 && answered == targets.Count * Count);
    });

    private static IEnumerable<IPAddress> AddressesOf(object destination) => destination switch
    {
        IPAddress address => [address],
        NetIPAddress address => [AddressText.ParseAddress(address.IPAddress)],
        NetNeighbor neighbor => [AddressText.ParseAddress(neighbor.IPAddress)],
        PingResult result => [AddressText.ParseAddress(result.Destination)],
        VethPair { IPAddress.Count: > 0 } pair => pair.IPAddress.Select(address => AddressText.ParsePrefix(address).Address),
        NetInterface { IPAddress.Count: > 0 } link => link.IPAddress.Select(address => AddressText.ParsePrefix(address).Address),
        NetObject other => throw new NetworkException(
            NetworkError.InvalidAddress, $"'{other}' has no address to ping.", other, "Give it one with New-NetIPAddress, or name an address."),
        _ => [AddressText.ParseAddress(destination.ToString())],
    };
}
