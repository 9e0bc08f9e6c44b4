using System.Management.Automation.Host;

namespace VethLab.Host.Hosting;

/// <summary>One answer of a question: "Yes to &amp;All" has the label "Yes to All" and the hot key "A".</summary>
internal sealed class ChoiceLabel
{
    internal ChoiceLabel(ChoiceDescription choice)
    {
        Label = choice.Label.Replace("&", "", StringComparison.Ordinal);
        Help = string.IsNullOrEmpty(choice.HelpMessage) ? Label : choice.HelpMessage;
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        HotKey = mark >= 0 && mark + 1 < choice.Label.Length ? char.ToUpperInvariant(choice.Label[mark + 1]).ToString() : Label;
    }

    internal string Label { get; }

    internal string Help { get; }

    internal string HotKey { get; }

    internal bool Matches(string answer) =>
        string.Equals(answer, HotKey, StringComparison.OrdinalIgnoreCase)
        || string.Equals(answer, Label, StringComparison.OrdinalIgnoreCase);
}
