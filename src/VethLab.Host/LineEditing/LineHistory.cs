namespace VethLab.Host.LineEditing;

/// <summary>
/// What was typed before, in this session and in earlier ones: $XDG_STATE_HOME/vethlab/history (by default below
/// ~/.local/state), readable by the user only. In the file, a line that goes on ends with a backtick.
/// </summary>
internal sealed class LineHistory
{
    private const int Kept = 2000;
    private readonly string _path;
    private readonly List<string> _entries = [];
    private int _position;
    private string _draft = "";

    internal LineHistory()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(state))
            state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        _path = Path.Combine(state, "vethlab", "history");
        Load();
        _position = _entries.Count;
    }

    /// <summary>Remembers an input. A history that cannot be written is one for this session.</summary>
    internal void Add(string entry)
    {
        if (_entries.Count == 0 || _entries[^1] != entry)
        {
            _entries.Add(entry);
            Save(entry);
        }
        _position = _entries.Count;
    }

    /// <summary>Steps to the entry before. The text that is being typed is kept for the way back.</summary>
    /// <returns>The entry, or null at the oldest.</returns>
    internal string? Previous(string current)
    {
        if (_position == 0)
            return null;
        if (_position == _entries.Count)
            _draft = current;
        return _entries[--_position];
    }

    /// <returns>The entry after, at the end what was being typed, or null there.</returns>
    internal string? Next()
    {
        if (_position == _entries.Count)
            return null;
        return ++_position == _entries.Count ? _draft : _entries[_position];
    }

    /// <summary>Goes back to the newest entry; called when an input is given up.</summary>
    internal void Rewind() => _position = _entries.Count;

    private void Load()
    {
        try
        {
            var pending = "";
            foreach (var line in File.Exists(_path) ? File.ReadLines(_path) : [])
                if (line.EndsWith('`'))
                    pending += line[..^1] + "\n";
                else
                {
                    _entries.Add(pending + line);
                    pending = "";
                }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _entries.Clear();
        }
        if (_entries.Count > Kept)
            _entries.RemoveRange(0, _entries.Count - Kept);
    }

    private void Save(string entry)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var options = new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using var file = new StreamWriter(_path, options);
            file.Write(entry.Replace("\n", "`\n", StringComparison.Ordinal) + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nothing to be told about: the prompt works all the same.
        }
    }
}
