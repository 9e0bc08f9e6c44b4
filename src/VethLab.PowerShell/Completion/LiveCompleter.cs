using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using VethLab.Linux.Interop;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Completion;

/// <summary>Completes arguments from what is in the kernel at the moment. What cannot be read offers nothing, and never an error.</summary>
public abstract class LiveCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        try
        {
            return Offer(fakeBoundParameters)
                .Where(offer => pattern.IsMatch(offer.Text))
                .Select(offer => new CompletionResult(Quote(offer.Text), offer.Text, CompletionResultType.ParameterValue, offer.Hint))
                .ToList();
        }
        catch (Exception failure) when (failure is NetworkException or LinuxException)
        {
            return [];
        }
    }

    /// <summary>The possible values, each with what it is.</summary>
    private protected abstract IEnumerable<(string Text, string Hint)> Offer(IDictionary bound);

    /// <summary>The namespace that the command line names so far, else here.</summary>
    private protected static NamespaceSession SessionOf(IDictionary bound) => bound["Namespace"] switch
    {
        PSObject { BaseObject: NetNamespace space } => new NamespaceReference(space).Open(),
        NetNamespace space => new NamespaceReference(space).Open(),
        null => NamespaceLocator.OpenHere(),
        var name => NamespaceLocator.OpenNamed(name.ToString() ?? string.Empty),
    };

    private static string Quote(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || "-_./:".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
