namespace VethLab.Networks.Namespaces;

/// <summary>Writes command lines so that they work on a session's namespace when typed where the user is.</summary>
internal readonly struct ShellPrefix(NamespaceSession session)
{
    /// <summary>What means nothing else to sh(1), besides letters and digits.</summary>
    private const string Plain = "-_.,:/@%+=";

    /// <summary>An ip(8) command: "ip link …" here, "ip -n ns01 link …" elsewhere.</summary>
    internal string Ip(string arguments) => session switch
    {
        { IsHere: true } => $"ip {arguments}",
        { Name: { } name } => $"ip -n {Quote(name)} {arguments}",
        _ => $"nsenter --net={Path} ip {arguments}",
    };

    /// <summary>Any other program: as it is here, through ip-netns(8) elsewhere.</summary>
    internal string Run(string command) => session switch
    {
        { IsHere: true } => command,
        { Name: { } name } => $"ip netns exec {Quote(name)} {command}",
        _ => $"nsenter --net={Path} {command}",
    };

    /// <summary>sysctl(8), with the key in slashes as it is kept.</summary>
    internal string Sysctl(string key, string value) => Run($"sysctl -w net/{key}={Quote(value)}");

    /// <summary>What stands for the namespace behind netns, as in "ip link set veth01 netns …".</summary>
    internal string Target => session.Name is { } name ? Quote(name) : NamespaceLocator.ProcessIn(session.Handle.Inode)?.ToString() ?? Path;

    private string Path => NamespaceLocator.ProcessIn(session.Handle.Inode) is { } process
        ? $"/proc/{process}/ns/net"
        : session.Handle.DescriptorPath;

    /// <summary>Quotes a word for sh(1) where it needs it.</summary>
    internal static string Quote(string word) => IsPlain(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>By hand: a search by SearchValues is compiled anew in each process, which takes longer than all words of a lab.</summary>
    private static bool IsPlain(string word)
    {
        foreach (var letter in word)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !Plain.Contains(letter))
                return false;
        }
        return word.Length > 0;
    }
}
