using System.Collections;
using System.Management.Automation;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>Write-Host: to the terminal, by way of the information stream.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    private static readonly string[] Tags = ["PSHOST"];

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [Alias("Msg", "Message")]
    public object? Object { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public object Separator { get; set; } = " ";

    [Parameter]
    public ConsoleColor ForegroundColor { get; set; } = (ConsoleColor)(-1);

    [Parameter]
    public ConsoleColor BackgroundColor { get; set; } = (ConsoleColor)(-1);

    protected override void ProcessRecord()
    {
        var message = new HostInformationMessage { Message = Text(Object) ?? "", NoNewLine = NoNewline };
        if (ForegroundColor >= 0)
            message.ForegroundColor = ForegroundColor;
        if (BackgroundColor >= 0)
            message.BackgroundColor = BackgroundColor;
        WriteInformation(message, Tags);
    }

    private string? Text(object? value)
    {
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case null:
                return null;
            case string text:
                return text;
            case IEnumerable items and not System.Xml.XmlNode:
                var result = new StringBuilder();
                var first = true;
                foreach (var item in items)
                {
                    if (!first)
                        result.Append(Separator);
                    first = false;
                    result.Append(Text(item));
                }
                return result.ToString();
            default:
                return PSObject.AsPSObject(value).ToString();
        }
    }
}
