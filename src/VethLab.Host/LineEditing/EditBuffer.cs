namespace VethLab.Host.LineEditing;

/// <summary>The text that is being typed, and where in it the cursor is. Lines are separated by '\n'.</summary>
internal sealed class EditBuffer
{
    internal string Text { get; private set; } = "";

    internal int Cursor { get; private set; }

    internal bool IsEmpty => Text.Length == 0;

    /// <summary>Replaces everything; the cursor goes to the end.</summary>
    internal void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    internal void Replace(int start, int length, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(start + length));
        Cursor = start + text.Length;
    }

    internal void Insert(string text) => Replace(Cursor, 0, text);

    internal void DeleteBefore() => DeleteTo(Previous(Cursor));

    internal void DeleteAt()
    {
        if (Cursor < Text.Length)
            Replace(Cursor, Next(Cursor) - Cursor, "");
    }

    internal void DeleteWordBefore() => DeleteTo(WordStart());

    internal void DeleteToLineStart() => DeleteTo(LineStart());

    internal void DeleteToLineEnd()
    {
        var at = Cursor;
        Replace(at, LineEnd() - at, "");
    }

    internal void MoveLeft() => Cursor = Previous(Cursor);

    internal void MoveRight() => Cursor = Next(Cursor);

    internal void MoveWordLeft() => Cursor = WordStart();

    internal void MoveWordRight()
    {
        while (Cursor < Text.Length && !char.IsLetterOrDigit(Text[Cursor]))
            Cursor++;
        while (Cursor < Text.Length && char.IsLetterOrDigit(Text[Cursor]))
            Cursor++;
    }

    internal void MoveToLineStart() => Cursor = LineStart();

    internal void MoveToLineEnd() => Cursor = LineEnd();

    private void DeleteTo(int start) => Replace(start, Cursor - start, "");

    private int LineStart() => Cursor == 0 ? 0 : Text.LastIndexOf('\n', Cursor - 1) + 1;

    private int LineEnd() => Text.IndexOf('\n', Cursor) is >= 0 and var end ? end : Text.Length;

    private int WordStart()
    {
        var start = Cursor;
        while (start > 0 && !char.IsLetterOrDigit(Text[start - 1]))
            start--;
        while (start > 0 && char.IsLetterOrDigit(Text[start - 1]))
            start--;
        return start;
    }

    /// <summary>The position before the character left of here; both halves of a surrogate pair are one character.</summary>
    private int Previous(int position) =>
        position > 1 && char.IsLowSurrogate(Text[position - 1]) ? position - 2 : Math.Max(0, position - 1);

    private int Next(int position) =>
        position < Text.Length - 1 && char.IsHighSurrogate(Text[position]) ? position + 2 : Math.Min(Text.Length, position + 1);
}
