using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>Names and texts that people do give. `ip -batch` has comments and two kinds of quotes, but no escapes: no '#', and never both quotes.</summary>
internal static class OddText
{
    private static readonly string[] Names =
    [
        "veth0", "br0", "a", "eth0.5", "veth01", "interface-15-by", "dev", "up", "if5", "7", "-x", "a*b", "[x]", "$HOME", "a;b", "a&b", "a\\b", "a\"b",
        "it's", "(x)", "~", "é", "мост", "橋", "😀", "V", "v", "default", "all", "none", "type", "name", "peer", "a=b", "a,b", "a@b", "!", "veth0_", "x..", "...",
    ];

    private static readonly string[] Texts =
    [
        "to the router", "  two  spaces  ", "é, мост, 橋, 😀", "\"quoted\"", "it's", "back\\slash", "tab\there", "$HOME `id` $(id)", "-x", "a;b|c&d", "{}", "<a>",
        "vethlab", "up", "%s%n", "\u202eright to left", new string('x', 255), string.Concat(Enumerable.Repeat("橋", 85)),
    ];

    internal static Gen<string> Name { get; } = Gen.OneOf(Names);

    /// <summary>Without those that the kernel has a use for itself.</summary>
    internal static Gen<string> PossibleName { get; } = Gen.OneOf([.. Names.Except(["all", "default"])]);

    internal static Gen<string> Alias { get; } = Gen.OneOf(Texts);
}
