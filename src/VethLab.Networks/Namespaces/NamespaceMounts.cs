using System.Globalization;
using System.Text;
using VethLab.Linux.Interop;

namespace VethLab.Networks.Namespaces;

/// <summary>Network namespaces that are mounted on files, as `ip netns` and container engines keep them (proc(5), /proc/PID/mountinfo).</summary>
internal static class NamespaceMounts
{
    private const string Prefix = "net:[";

    /// <summary>What a process's mount namespace has; nothing where it is somebody else's.</summary>
    internal static IEnumerable<(ulong Inode, string Path)> SeenBy(int process)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines($"/proc/{process}/mountinfo");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (var line in lines)
        {
            if (Parse(line) is { } mount)
                yield return mount;
        }
    }

    /// <summary>A process in whose mount namespace a network namespace is mounted on a path; null where none shows one.</summary>
    internal static int? WhoSeesOneOn(string path)
    {
        var seen = new HashSet<ulong>();
        return NamespaceLocator.Processes().Where(process => seen.Add(FileIdentity.InodeOf($"/proc/{process}/ns/mnt")))
            .Where(process => SeenBy(process).Any(mount => mount.Path == path))
            .Select(process => (int?)process)
            .FirstOrDefault();
    }

    /// <summary>A line is: id parent major:minor root mount-point options … - type source options; for a namespace the root is "net:[4026532247]".</summary>
    private static (ulong Inode, string Path)? Parse(string line)
    {
        var words = line.Split(' ');
        return words.Length > 4 && InodeIn(words[3]) is { } inode ? (inode, Unescape(words[4])) : null;
    }

    /// <summary>The inode in a namespace's own name, "net:[4026532247]"; null for any other text.</summary>
    private static ulong? InodeIn(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.EndsWith(']')
        && ulong.TryParse(text[Prefix.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            ? inode
            : null;

    /// <summary>White space and backslashes in paths are written as three octal digits: \040.</summary>
    private static string Unescape(string text)
    {
        var escaped = Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == '\\' && i + 3 < escaped.Length)
            {
                bytes.Add((byte)((escaped[i + 1] - '0') * 64 + (escaped[i + 2] - '0') * 8 + (escaped[i + 3] - '0')));
                i += 3;
            }
            else
            {
                bytes.Add(escaped[i]);
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
