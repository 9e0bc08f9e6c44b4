using System.Management.Automation.Language;
using VethLab.Host.Hosting;

namespace VethLab.Host.LineEditing;

/// <summary>Reads one input, of several lines where the first is not complete.</summary>
internal sealed class LineEditor(Terminal terminal, LineHistory history, TabCompletion completion)
{
    private readonly EditBuffer _buffer = new();

    /// <summary>How an input ended.</summary>
    internal enum Outcome
    {
        Editing,
        Entered,
        Cancelled,
        EndOfInput,
    }

    /// <summary>Lets the user type.</summary>
    /// <returns>The input, "" after Ctrl+C, or null after Ctrl+D.</returns>
    internal string? Read(string prompt)
    {
        var screen = new LineScreen(terminal, prompt);
        _buffer.Set("");
        Console.TreatControlCAsInput = true;
        try
        {
            screen.Draw(_buffer);
            while (true)
            {
                var outcome = Press(Console.ReadKey(intercept: true), screen);
                if (outcome == Outcome.Editing && Console.KeyAvailable)
                    continue; // pasted text is drawn once
                if (outcome == Outcome.Editing)
                    screen.Draw(_buffer);
                else
                    return Finish(outcome, screen);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private string? Finish(Outcome outcome, LineScreen screen)
    {
        screen.Finish(_buffer);
        history.Rewind();
        completion.Reset();
        return outcome switch
        {
            Outcome.Entered => _buffer.Text,
            Outcome.Cancelled => "",
            _ => null,
        };
    }

    private Outcome Press(ConsoleKeyInfo key, LineScreen screen)
    {
        if (key.Key == ConsoleKey.Tab)
        {
            completion.Apply(_buffer, (key.Modifiers & ConsoleModifiers.Shift) == 0);
            return Outcome.Editing;
        }
        completion.Reset();
        return (key.Modifiers & ConsoleModifiers.Control) != 0 ? PressControl(key, screen) : PressPlain(key);
    }

    private Outcome PressControl(ConsoleKeyInfo key, LineScreen screen)
    {
        switch (key.Key)
        {
            case ConsoleKey.C:
                return Outcome.Cancelled;
            case ConsoleKey.D when _buffer.IsEmpty:
                return Outcome.EndOfInput;
            case ConsoleKey.D:
                _buffer.DeleteAt();
                break;
            case ConsoleKey.A:
                _buffer.MoveToLineStart();
                break;
            case ConsoleKey.E:
                _buffer.MoveToLineEnd();
                break;
            case ConsoleKey.B:
                _buffer.MoveLeft();
                break;
            case ConsoleKey.F:
                _buffer.MoveRight();
                break;
            case ConsoleKey.K:
                _buffer.DeleteToLineEnd();
                break;
            case ConsoleKey.U:
                _buffer.DeleteToLineStart();
                break;
            case ConsoleKey.W or ConsoleKey.Backspace:
                _buffer.DeleteWordBefore();
                break;
            case ConsoleKey.L:
                screen.Clear();
                break;
            case ConsoleKey.P:
                Recall(history.Previous(_buffer.Text));
                break;
            case ConsoleKey.N:
                Recall(history.Next());
                break;
            case ConsoleKey.LeftArrow:
                _buffer.MoveWordLeft();
                break;
            case ConsoleKey.RightArrow:
                _buffer.MoveWordRight();
                break;
            case ConsoleKey.J or ConsoleKey.M:
                return Enter();
            default:
                break;
        }
        return Outcome.Editing;
    }

    private Outcome PressPlain(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return Enter();
            case ConsoleKey.Backspace:
                _buffer.DeleteBefore();
                break;
            case ConsoleKey.Delete:
                _buffer.DeleteAt();
                break;
            case ConsoleKey.LeftArrow:
                _buffer.MoveLeft();
                break;
            case ConsoleKey.RightArrow:
                _buffer.MoveRight();
                break;
            case ConsoleKey.Home:
                _buffer.MoveToLineStart();
                break;
            case ConsoleKey.End:
                _buffer.MoveToLineEnd();
                break;
            case ConsoleKey.UpArrow:
                Recall(history.Previous(_buffer.Text));
                break;
            case ConsoleKey.DownArrow:
                Recall(history.Next());
                break;
            case ConsoleKey.Escape:
                _buffer.Set("");
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                    _buffer.Insert(key.KeyChar.ToString());
                break;
        }
        return Outcome.Editing;
    }

    /// <summary>Ends the input, or begins a new line where it is not complete: an open brace, quote, pipe.</summary>
    private Outcome Enter()
    {
        Parser.ParseInput(_buffer.Text, out _, out var errors);
        if (!Array.Exists(errors, error => error.IncompleteInput))
            return Outcome.Entered;
        _buffer.Set(_buffer.Text);
        _buffer.Insert("\n");
        return Outcome.Editing;
    }

    private void Recall(string? entry)
    {
        if (entry is not null)
            _buffer.Set(entry);
    }
}
