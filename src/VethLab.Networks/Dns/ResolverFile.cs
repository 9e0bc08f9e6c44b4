using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Dns;

/// <summary>
/// A namespace's own /etc/resolv.conf, below /etc/netns, where `ip netns exec` and Invoke-NetNamespace -FilePath take it from. One that is not
/// VethLab's is neither changed nor removed.
/// </summary>
internal static class ResolverFile
{
    private const string FileName = "resolv.conf";

    /// <summary>What a namespace's file says, whoever made it; null where there is none that can be read.</summary>
    internal static ResolverSettings? Read(string name) =>
        NamespaceFiles.Read(name, FileName) is { } text ? ResolverSettings.Parse(text) : null;

    internal static bool Exists(string name) => NamespaceFiles.Exists(name, FileName);

    private static ResolverOwner OwnerOf(string name) =>
        Exists(name) ? ResolverMark.OwnerOf(NamespaceFiles.Read(name, FileName)) : ResolverOwner.Nobody;

    /// <summary>
    /// The step that gives a namespace its file; null where somebody has written one that says the same. A file of VethLab's is what a
    /// namespace of that name left that is gone, and is replaced.
    /// </summary>
    /// <exception cref="NetworkException">DnsFileExists.</exception>
    internal static Step? WriteStep(string name, ResolverSettings settings)
    {
        switch (OwnerOf(name))
        {
            case ResolverOwner.Other when Read(name) is { } theirs && theirs == settings:
                return null;
            case ResolverOwner.Other or ResolverOwner.VethLabElsewhere:
                throw ExistsAlready(name);
        }
        var path = ShellPrefix.Quote(NamespaceFiles.PathOf(name, FileName));
        return new Step(
            $"mkdir -p {ShellPrefix.Quote(NamespaceFiles.DirectoryOf(name))} && printf '%s\\n' {string.Join(' ', Lines(settings).Select(ShellPrefix.Quote))} > {path}",
            () => Explained(name, () =>
            {
                RemoveOurs(name);
                NamespaceFiles.Create(name, FileName, string.Concat(Lines(settings).Select(line => $"{line}\n")));
            }),
            () => RemoveOurs(name));
    }

    /// <summary>The step that removes VethLab's file and the directory that it was in; null where there is none.</summary>
    /// <param name="name">The namespace's name.</param>
    /// <param name="emptyToo">Remove a directory without a file as well: a kill may have come between the two.</param>
    internal static Step? RemoveStep(string name, bool emptyToo = false)
    {
        var isOurs = OwnerOf(name) == ResolverOwner.VethLab;
        if (!isOurs && !(emptyToo && NamespaceFiles.IsEmpty(name)))
            return null;
        var text = isOurs ? NamespaceFiles.Read(name, FileName) : null;
        var directories = $"{ShellPrefix.Quote(NamespaceFiles.DirectoryOf(name))} {NamespaceFiles.Location}";
        return new Step(
            isOurs
                ? $"rm {ShellPrefix.Quote(NamespaceFiles.PathOf(name, FileName))} && {{ rmdir {directories} 2> /dev/null || true; }}"
                : $"rmdir {directories} 2> /dev/null || true",
            () => Explained(name, () =>
            {
                if (isOurs)
                    RemoveOurs(name);
                else
                    NamespaceFiles.RemoveEmptyDirectories(name);
            }),
            text is null ? null : () => NamespaceFiles.Create(name, FileName, text));
    }

    private static IEnumerable<string> Lines(ResolverSettings settings) => settings.Lines.Prepend(ResolverMark.Line);

    private static void RemoveOurs(string name)
    {
        if (OwnerOf(name) == ResolverOwner.VethLab)
            NamespaceFiles.Remove(name, FileName);
    }

    private static void Explained(string name, Action work) => KernelErrors.Explained(name, work, failure => failure.Errno switch
    {
        Errno.EEXIST => ExistsAlready(name, failure),
        Errno.EACCES or Errno.EPERM or Errno.EROFS => new NetworkException(
            NetworkError.NotPermitted,
            $"Not permitted: {failure.Message}. A namespace's name servers are kept there, where 'ip netns exec' looks for them.",
            name,
            "It takes root and an /etc that can be written. './vethlab -Isolated' has one of its own, where the kernel allows overlays; else leave out -DnsServer.",
            failure),
        _ => null,
    });

    private static NetworkException ExistsAlready(string name, Exception? inner = null) => new(
        NetworkError.DnsFileExists,
        OwnerOf(name) == ResolverOwner.VethLabElsewhere
            ? $"{NamespaceFiles.PathOf(name, FileName)} belongs to a namespace '{name}' that VethLab made in another mount namespace."
            : $"{NamespaceFiles.PathOf(name, FileName)} exists already and was not made by VethLab{Content(name)}.",
        name,
        "Leave out -DnsServer to use the file as it is; choose another name; or remove the file, if nobody needs it.",
        inner);

    private static string Content(string name) =>
        Read(name) is { Servers.Count: > 0 } theirs ? $"; it names {theirs.Servers}" : string.Empty;
}
