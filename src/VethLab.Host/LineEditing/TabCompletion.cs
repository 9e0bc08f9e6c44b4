using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace VethLab.Host.LineEditing;

/// <summary>Tab and Shift+Tab: goes round the engine's completions of what is left of the cursor.</summary>
internal sealed class TabCompletion(Runspace runspace)
{
    private CommandCompletion? _current;
    private int _length;

    /// <summary>Forgets the completions; called for every other key.</summary>
    internal void Reset() => _current = null;

    /// <summary>Puts the next completion, or the one before, in place of the last.</summary>
    internal void Apply(EditBuffer buffer, bool forward)
    {
        if (_current is null)
        {
            _current = Complete(buffer);
            _length = _current?.ReplacementLength ?? 0;
        }
        if (_current?.GetNextResult(forward) is not { } result)
            return;
        buffer.Replace(_current.ReplacementIndex, _length, result.CompletionText);
        _length = result.CompletionText.Length;
    }

    private CommandCompletion? Complete(EditBuffer buffer)
    {
        try
        {
            using var shell = System.Management.Automation.PowerShell.Create();
            shell.Runspace = runspace;
            return CommandCompletion.CompleteInput(buffer.Text, buffer.Cursor, null, shell);
        }
        catch (RuntimeException)
        {
            return null; // a completer that fails completes nothing
        }
    }
}
