using System.Management.Automation;
using System.Management.Automation.Host;

namespace VethLab.Host.Hosting;

/// <summary>The screen: its size, its cursor, its keys. A Linux terminal cannot be read back.</summary>
internal sealed class ConsoleRawUserInterface(Terminal terminal) : PSHostRawUserInterface
{
    /// <summary>Columns of lines formatted for files and pipes.</summary>
    private const int WidthWithoutTerminal = 120;
    private const int HeightWithoutTerminal = 50;

    public override ConsoleColor ForegroundColor { get; set; } = (ConsoleColor)(-1);

    public override ConsoleColor BackgroundColor { get; set; } = (ConsoleColor)(-1);

    public override Size BufferSize
    {
        get => WindowSize;
        set => throw NotPossible();
    }

    public override Size WindowSize
    {
        get => Console.IsOutputRedirected || Console.WindowWidth <= 0
            ? new Size(WidthWithoutTerminal, HeightWithoutTerminal)
            : new Size(Console.WindowWidth, Console.WindowHeight);
        set => throw NotPossible();
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates CursorPosition
    {
        get
        {
            if (Console.IsInputRedirected || Console.IsOutputRedirected)
                return new Coordinates(0, 0);
            var (left, top) = Console.GetCursorPosition();
            return new Coordinates(left, top);
        }
        set => Console.SetCursorPosition(value.X, value.Y);
    }

    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw NotPossible();
    }

    public override int CursorSize
    {
        get => 25;
        set => throw NotPossible();
    }

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override string WindowTitle
    {
        get => "";
        set => terminal.Write(terminal.OutputColours ? $"\u001b]0;{value}\u0007" : "");
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
            Console.ReadKey(intercept: true);
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (Console.IsInputRedirected)
            throw new PSInvalidOperationException("Keys can be read from a terminal only.");
        var key = Console.ReadKey((options & ReadKeyOptions.NoEcho) != 0);
        var state = (key.Modifiers & ConsoleModifiers.Control) != 0 ? ControlKeyStates.LeftCtrlPressed : 0;
        state |= (key.Modifiers & ConsoleModifiers.Alt) != 0 ? ControlKeyStates.LeftAltPressed : 0;
        state |= (key.Modifiers & ConsoleModifiers.Shift) != 0 ? ControlKeyStates.ShiftPressed : 0;
        return new KeyInfo((int)key.Key, key.KeyChar, state, keyDown: true);
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // Clear-Host asks for the whole buffer; nothing else can be filled on a Linux terminal.
        if (rectangle.Left == -1 && rectangle.Right == -1)
            terminal.Draw("\u001b[H\u001b[2J\u001b[3J");
        else
            throw NotPossible();
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotPossible();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotPossible();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw NotPossible();

    private static PSNotSupportedException NotPossible() => new("A Linux terminal does not allow this.");
}
