using System.Runtime.InteropServices;
using System.Text;

namespace VethLab.Linux.Sysctls;

/// <summary>Keys of settings below /proc/sys/net, made ready to be read in a namespace. Dispose frees them.</summary>
public sealed unsafe class SysctlKeys : IDisposable
{
    private const string Root = "/proc/sys/net/";

    private readonly string[] keys;
    private readonly nint[] paths;
    private byte* memory;

    public SysctlKeys(IEnumerable<string> keys)
    {
        this.keys = [.. keys];
        paths = new nint[this.keys.Length];
        var all = this.keys.Select(key => Encoding.UTF8.GetBytes($"{Root}{key}\0")).ToList();
        memory = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, all.Sum(bytes => bytes.Length)));
        var next = memory;
        for (var i = 0; i < paths.Length; i++)
        {
            all[i].CopyTo(new Span<byte>(next, all[i].Length));
            paths[i] = (nint)next;
            next += all[i].Length;
        }
    }

    public int Count => keys.Length;

    public string this[int index] => keys[index];

    internal ReadOnlySpan<nint> Paths => memory is null ? throw new ObjectDisposedException(nameof(SysctlKeys)) : paths;

    public void Dispose()
    {
        NativeMemory.Free(memory);
        memory = null;
    }
}
