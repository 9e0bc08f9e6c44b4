using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace VethLab.Networks.Baselines;

/// <summary>What is in no network namespace: mounts of this mount namespace (proc(5), mountinfo), and files below /etc/netns.</summary>
internal static partial class MachineFacts
{
    private const string Files = "/etc/netns";
    private const int Longest = 1024;

    internal static IEnumerable<BaselineItem> Read(IReadOnlySet<BaselineKind> kinds)
    {
        if (kinds.Contains(BaselineKind.Mount))
        {
            foreach (var mount in Mounts())
                yield return mount;
        }
        if (!kinds.Contains(BaselineKind.File) || !Directory.Exists(Files))
            yield break;
        yield return Fact(BaselineKind.File, Files, "directory");
        foreach (var path in Directory.EnumerateFileSystemEntries(Files, "*", new EnumerationOptions { RecurseSubdirectories = true }).Order(StringComparer.Ordinal))
            yield return Fact(BaselineKind.File, path, ContentOf(path));
    }

    /// <summary>A line is: id parent major:minor root mount-point options optional… - type source options. Ids and devices are new each time.</summary>
    private static IEnumerable<BaselineItem> Mounts()
    {
        foreach (var line in File.ReadLines("/proc/thread-self/mountinfo"))
        {
            var words = line.Split(' ');
            var end = Array.IndexOf(words, "-");
            if (words.Length > 5 && end > 5 && end + 3 < words.Length && !Passing().IsMatch(words[4]))
                yield return Fact(BaselineKind.Mount, words[4], $"{words[end + 1]} {words[end + 2]} root {words[3]} {words[5]} {string.Join(' ', words[(end + 3)..])}");
        }
    }

    /// <summary>
    /// The shared mount of /run/netns stays when `ip netns` has been used, too; what is mounted in it is told as a namespace. A desktop's and
    /// systemd's mounts come and go with sessions and services.
    /// </summary>
    [GeneratedRegex("^(/var)?/run/netns(/[^/]+)?$|^/run/(user|credentials|systemd)/")]
    private static partial Regex Passing();

    private static string ContentOf(string path)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is { } target)
                return $"link to {target}";
            if (Directory.Exists(path))
                return "directory";
            var bytes = File.ReadAllBytes(path);
            return bytes.Length <= Longest ? System.Text.Encoding.UTF8.GetString(bytes) : $"{bytes.Length} bytes, SHA-256 {Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant()}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "not readable";
        }
    }

    private static BaselineItem Fact(BaselineKind kind, string item, string value) => new() { Kind = kind.ToString(), Name = item, Value = value };
}
