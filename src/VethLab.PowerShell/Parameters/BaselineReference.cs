using System.Collections;
using System.Globalization;
using System.Management.Automation;
using VethLab.Networks.Baselines;
using VethLab.Networks.Errors;

namespace VethLab.PowerShell.Parameters;

/// <summary>A baseline as an argument: what Get-VethLabBaseline returned, or what became of it in JSON.</summary>
public sealed class BaselineReference
{
    private readonly PSObject? saved;
    private VethLabBaseline? baseline;

    public BaselineReference(VethLabBaseline baseline) => this.baseline = baseline;

    /// <summary>Anything else; whether it is a baseline is seen when it is asked for.</summary>
    public BaselineReference(PSObject saved) => this.saved = saved;

    /// <summary>A text is none, which the error says as of anything else.</summary>
    public BaselineReference(string text) => saved = PSObject.AsPSObject(text);

    /// <exception cref="NetworkException">InvalidValue: it is no baseline, or not a whole one.</exception>
    public VethLabBaseline Baseline => baseline ??= Read(saved!);

    private static VethLabBaseline Read(PSObject saved)
    {
        if (saved.Properties["Items"]?.Value is not IEnumerable items || saved.Properties["Kinds"] is null)
            throw NoBaseline(saved, $"'{saved}' is no baseline: it has not the properties Items and Kinds.");
        var row = new SavedObject(saved);
        return new VethLabBaseline
        {
            TakenAt = saved.Properties["TakenAt"]?.Value switch
            {
                DateTimeOffset at => at,
                DateTime at => at,
                var other => DateTimeOffset.TryParse($"{other}", CultureInfo.InvariantCulture, out var at) ? at : default,
            },
            Namespaces = [.. row.Texts("Namespaces")],
            Kinds = [.. row.Texts("Kinds")],
            Items = [.. items.Cast<object>().Select(item => ItemOf(saved, PSObject.AsPSObject(item)))],
        };
    }

    private static BaselineItem ItemOf(PSObject saved, PSObject item)
    {
        return new BaselineItem { Kind = Text("Kind"), Namespace = item.Properties["Namespace"]?.Value?.ToString(), Name = Text("Name"), Value = Text("Value") };

        // An empty text is a value, too.
        string Text(string property) =>
            item.Properties[property]?.Value?.ToString() ?? throw NoBaseline(saved, $"The baseline is not whole: an item has no {property}.");
    }

    private static NetworkException NoBaseline(PSObject saved, string message) => new(
        NetworkError.InvalidValue, message, saved.BaseObject, "Get-VethLabBaseline takes one; ConvertTo-Json -Depth 4 saves it whole.");
}
