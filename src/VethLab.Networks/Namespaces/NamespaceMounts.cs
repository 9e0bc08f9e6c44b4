using System.Globalization;
using System.Text;
using VethLab.Linux.Interop;

namespace VethLab.Networks.Namespaces;

/// <summary>A network namespace that is mounted on a file, and the file system that the file is in, as MAJOR:MINOR of its device.</summary>
internal sealed record NamespaceMount(ulong Inode, string Path, string Device);

/// <summary>Network namespaces that are mounted on files, as `ip netns` and container engines keep them (proc(5), /proc/PID/mountinfo).</summary>
internal static class NamespaceMounts
{
    private const string Prefix = "net:[";

    /// <summary>What a process's mount namespace has; nothing where it is somebody else's.</summary>
    internal static IEnumerable<NamespaceMount> SeenBy(int process)
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
        // A line is: id parent major:minor root mount-point options … - type source options; for a namespace the root is "net:[4026532247]".
        var mounts = lines.Select(line => line.Split(' ')).Where(words => words.Length > 4).ToList();
        var devices = mounts.ToLookup(words => words[0], words => words[2]);
        foreach (var words in mounts)
        {
            if (InodeIn(words[3]) is { } inode)
                yield return new NamespaceMount(inode, Unescape(words[4]), devices[words[1]].FirstOrDefault() ?? string.Empty);
        }
    }

    /// <summary>
    /// A process in whose mount namespace a network namespace is mounted on a file; null where none shows one. The file counts, not its path,
    /// which may lead elsewhere there.
    /// </summary>
    internal static int? WhoSeesOneOn(string path)
    {
        var seen = new HashSet<ulong>();
        var device = FileIdentity.DeviceOf(path);
        return NamespaceLocator.Processes().Where(process => seen.Add(FileIdentity.InodeOf($"/proc/{process}/ns/mnt")))
            .Where(process => SeenBy(process).Any(mount => mount.Path == path && mount.Device == device))
            .Select(process => (int?)process)
            .FirstOrDefault();
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
