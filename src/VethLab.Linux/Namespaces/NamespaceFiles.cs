using System.Text;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// /etc/netns/NAME as ip-netns(8) reads it: files that stand in for those of /etc for the programs that are started in the namespace of that
/// name.
/// </summary>
public static class NamespaceFiles
{
    public const string Location = "/etc/netns";

    /// <summary>Modes 0755 and 0644.</summary>
    private const uint DirectoryMode = 0x1ed, FileMode = 0x1a4;

    public static string DirectoryOf(string name) => $"{Location}/{name}";

    public static string PathOf(string name, string file) => $"{Location}/{name}/{file}";

    public static bool Exists(string name, string file) => Path.Exists(PathOf(name, file));

    /// <summary>Whether the namespace's directory is there with nothing in it.</summary>
    public static bool IsEmpty(string name)
    {
        try
        {
            return Directory.Exists(DirectoryOf(name)) && !Directory.EnumerateFileSystemEntries(DirectoryOf(name)).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A file's text; null where there is none, or none that can be read.</summary>
    public static string? Read(string name, string file)
    {
        try
        {
            return File.Exists(PathOf(name, file)) ? File.ReadAllText(PathOf(name, file)) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Makes a file, with its directories; whole or not at all. Where only a private /etc can be written, it is made first.</summary>
    /// <exception cref="LinuxException">EEXIST: there is one; EACCES, EPERM, EROFS: not permitted.</exception>
    public static void Create(string name, string file, string text)
    {
        try
        {
            CreateHere(name, file, text);
        }
        catch (LinuxException failure) when (failure.Errno is Errno.EACCES or Errno.EPERM or Errno.EROFS && PrivateEtc.TryMake())
        {
            CreateHere(name, file, text);
        }
    }

    private static void CreateHere(string name, string file, string text)
    {
        // Somebody who removes the last of his files takes the empty directories along, perhaps just now.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                MakeDirectory(Location);
                MakeDirectory(DirectoryOf(name));
                WholeFile.Create(PathOf(name, file), Encoding.UTF8.GetBytes(text), FileMode);
                return;
            }
            catch (LinuxException failure)
            {
                if (failure.Errno == Errno.ENOENT && attempt < 100)
                    continue;
                RemoveEmptyDirectories(name);
                throw;
            }
        }
    }

    private static void MakeDirectory(string path)
    {
        if (Libc.MakeDirectory(path, DirectoryMode) != 0 && LinuxException.Last($"create {path}") is { Errno: not Errno.EEXIST } failure)
            throw failure;
    }

    /// <summary>Removes a file, and the directories above it that are empty then.</summary>
    /// <exception cref="LinuxException">EACCES, EPERM, EROFS: not permitted.</exception>
    public static void Remove(string name, string file)
    {
        var path = PathOf(name, file);
        if (Libc.Unlink(path) != 0 && LinuxException.Last($"remove {path}") is { Errno: not Errno.ENOENT } failure)
            throw failure;
        RemoveEmptyDirectories(name);
    }

    /// <summary>Empty, they mean nothing to anybody. What is not empty, or a mount point, stays.</summary>
    public static void RemoveEmptyDirectories(string name)
    {
        _ = Libc.RemoveDirectory(DirectoryOf(name));
        _ = Libc.RemoveDirectory(Location);
    }
}
