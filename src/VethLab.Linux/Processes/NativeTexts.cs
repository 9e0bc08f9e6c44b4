using System.Runtime.InteropServices;

namespace VethLab.Linux.Processes;

/// <summary>Texts, and lists of them that end with a null pointer, as C wants them (argv, envp). Dispose frees them.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly List<nint> owned = [];

    /// <summary>A text in UTF-8 that ends with a NUL.</summary>
    internal byte* Text(string text)
    {
        var pointer = Marshal.StringToCoTaskMemUTF8(text);
        owned.Add(pointer);
        return (byte*)pointer;
    }

    /// <summary>A list of texts.</summary>
    internal byte** List(IReadOnlyList<string> texts)
    {
        var list = (byte**)Room((texts.Count + 1) * sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
            list[i] = Text(texts[i]);
        return list;
    }

    /// <summary>Zeroed bytes.</summary>
    internal byte* Room(int size)
    {
        var pointer = Marshal.AllocCoTaskMem(size);
        new Span<byte>((void*)pointer, size).Clear();
        owned.Add(pointer);
        return (byte*)pointer;
    }

    public void Dispose()
    {
        foreach (var pointer in owned)
            Marshal.FreeCoTaskMem(pointer);
        owned.Clear();
    }
}
