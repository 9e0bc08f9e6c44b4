using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace VethLab.PowerShell.Completion;

/// <summary>Completes arguments from what is in the kernel at the moment. What cannot be read offers nothing, and never an error.</summary>
public abstract class LiveCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var line = new CompletionLine(commandName, parameterName, commandAst, fakeBoundParameters);
            var word = CompletionWord.Read(wordToComplete);
            return Offer(line)
                .Where(offer => CompletionWord.Begins(offer.Text, word))
                .DistinctBy(offer => offer.Text)
                .Select(offer => new CompletionResult(
                    CompletionWord.Write(line.TakesWildcards ? WildcardPattern.Escape(offer.Text) : offer.Text),
                    offer.Text,
                    CompletionResultType.ParameterValue,
                    offer.Hint.Length > 0 ? offer.Hint : offer.Text))
                .ToList();
        }
#pragma warning disable CA1031 // Whatever is wrong with what is there, pressing TAB must do no harm.
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    /// <summary>The possible values, each with what it is.</summary>
    private protected abstract IEnumerable<(string Text, string Hint)> Offer(CompletionLine line);
}
