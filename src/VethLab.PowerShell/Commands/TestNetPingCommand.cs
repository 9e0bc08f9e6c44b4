using System.Management.Automation;
using System.Net;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Reachability;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Test-NetPing: ICMP echo from any namespace, to many targets at once.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetPing")]
[OutputType(typeof(PingResult), typeof(bool))]
public sealed class TestNetPingCommand : NetCmdlet
{
    /// <summary>What to ping, by the namespace to ping it from, in the order in which they came.</summary>
    private readonly List<(NamespaceSession From, List<IPAddress> Targets)> groups = [];

    /// <summary>
    /// IPv4 or IPv6 addresses, or objects that have some: addresses, interfaces, pairs (the end called by the pair's name), routes (the next
    /// hop), neighbours, and what was pinged before.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [Alias("TargetName", "ComputerName", "IPAddress")]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public PSObject[] Destination { get; set; } = [];

    /// <summary>Where to ping from. Without, routes, neighbours and earlier results are pinged from where they are known.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
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
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string? Source { get; set; }

    /// <summary>Return one truth value: whether every request was answered.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var destination in Destination)
        {
            ForEachObject(() =>
            {
                var (addresses, knownIn) = PingTarget.Of(destination);
                // With the targets on the command line, what comes down the pipeline says where to ping them from.
                var from = IsTyped(nameof(Namespace)) || IsTyped(nameof(Destination)) ? Namespace : knownIn;
                TargetsFrom(SessionFor(from)).AddRange(addresses);
            });
        }
    }

    private List<IPAddress> TargetsFrom(NamespaceSession session)
    {
        if (groups.FindIndex(group => group.From == session) is >= 0 and var known)
            return groups[known].Targets;
        groups.Add((session, []));
        return groups[^1].Targets;
    }

    protected override void EndProcessing()
    {
        var (asked, answered) = (0, 0);
        foreach (var (from, targets) in groups)
        {
            asked += targets.Count * Count;
            ForEachObject(() => answered += Ping(from, targets));
        }
        if (Quiet)
            WriteObject(asked > 0 && answered == asked);
        base.EndProcessing();
    }

    /// <summary>Pings, and returns how many requests were answered.</summary>
    private int Ping(NamespaceSession session, List<IPAddress> targets)
    {
        var source = AddressArguments.Address(Source);
        if (source is not null && targets.Find(target => target.AddressFamily != source.AddressFamily) is { } stranger)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily, $"{stranger} cannot be pinged from {source}: they are of different families.", stranger.ToString(),
                "Ping IPv4 and IPv6 targets with two calls.");
        }
        var answered = 0;
        Networks.Reachability.Ping.Run(
            session,
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
        return answered;
    }
}
