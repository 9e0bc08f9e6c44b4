using System.Management.Automation;
using VethLab.Networks.Capture;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>What cmdlets share that capture: on which interfaces, and how. All that come down the pipeline are captured on together, each from when it came.</summary>
public abstract class CaptureCmdlet : PacketFilterCmdlet
{
    private string? filterText;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "Name", "ifAlias")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public CaptureReference[] InterfaceAlias { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Keep only so many bytes of each packet.</summary>
    [Parameter]
    [ValidateRange(1, 262144)]
    public int SnapLength { get; set; } = 262144;

    /// <summary>Leave out what is for others.</summary>
    [Parameter]
    public SwitchParameter NoPromiscuous { get; set; }

    /// <summary>What captures; null: there is no interface yet that it could do so on.</summary>
    private protected PacketCapture? Capture { get; private set; }

    /// <summary>The filter in words.</summary>
    private protected string? FilterText => filterText;

    /// <summary>Whoever has taken the capture over ends it.</summary>
    private protected void Keep() => Capture = null;

    protected override void ProcessRecord()
    {
        foreach (var reference in InterfaceAlias)
            Add(reference);
    }

    /// <summary>Captures on what a reference means; what is wrong with it is its error alone.</summary>
    private protected void Add(CaptureReference reference) => ForEachObject(() => AddAll(reference));

    protected override void Dispose(bool disposing)
    {
        Capture?.Dispose();
        Capture = null;
        base.Dispose(disposing);
    }

    private void AddAll(CaptureReference reference)
    {
        if (reference.IsLab)
        {
            foreach (var one in reference.OfLab())
                AddInterface(one, null);
        }
        else if (reference.Whole is { } whole)
        {
            AddMatching(SessionFor(whole), "*");
        }
        else if (reference.Interface is { Object: null, Place: null } named)
        {
            foreach (var space in Namespace is null ? [null] : NamespaceFilter.Expand(Namespace).Select(one => (NamespaceReference?)one))
                AddMatching(SessionFor(named, space), named.Name);
        }
        else
        {
            AddInterface(reference.Interface!, Namespace);
        }
    }

    private void AddInterface(InterfaceReference target, NamespaceReference? space) => AddNamed(SessionFor(target, space), target.Name);

    private void AddMatching(Networks.Namespaces.NamespaceSession session, string pattern)
    {
        if (!NameFilter.IsPattern(pattern))
        {
            AddNamed(session, WildcardPattern.Unescape(pattern));
            return;
        }
        var matches = NameFilter.Matching(pattern);
        foreach (var link in InterfaceReader.List(session).Where(link => matches(link.Name)))
            AddNamed(session, link.Name);
    }

    /// <exception cref="NetworkException">InterfaceNotFound, NotPermitted, FilterInvalid …</exception>
    private void AddNamed(Networks.Namespaces.NamespaceSession session, string name)
    {
        if (Capture is null)
        {
            (var filter, filterText) = ReadFilter();
            Capture = new PacketCapture(new CaptureSettings { Filter = filter, Expression = Filter, SnapLength = SnapLength, Promiscuous = !NoPromiscuous });
        }
        Capture.Add(session, name);
    }
}
