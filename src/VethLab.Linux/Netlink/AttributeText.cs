using System.Text;

namespace VethLab.Linux.Netlink;

/// <summary>Attributes as text to compare, for what is not taken apart here: "1=00000001 4=0a58", payloads in hexadecimal.</summary>
internal static class AttributeText
{
    /// <summary>Those of the numbers that <paramref name="isMeant"/> wants, in the kernel's order.</summary>
    internal static string Of(NetlinkAttributes attributes, Func<int, bool> isMeant)
    {
        var text = new StringBuilder();
        foreach (var attribute in attributes)
        {
            if (!isMeant(attribute.Type))
                continue;
            if (text.Length > 0)
                text.Append(' ');
            text.Append(attribute.Type).Append('=').Append(Convert.ToHexString(attribute.Payload).ToLowerInvariant());
        }
        return text.ToString();
    }
}
