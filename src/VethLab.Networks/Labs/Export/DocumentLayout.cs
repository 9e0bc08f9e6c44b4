using System.Globalization;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>What is written on one line: whatever is small, below the document's own members, and fits.</summary>
internal static class DocumentLayout
{
    /// <summary>Columns of a line.</summary>
    internal const int Width = 132;

    /// <param name="node">What is written.</param>
    /// <param name="level">0 for the document, 1 for its members.</param>
    /// <param name="indentation">Columns before it.</param>
    /// <param name="line">What it is on one line.</param>
    internal static bool IsOneLine(DocumentNode node, int level, int indentation, Func<string> line)
    {
        var isSmall = node switch
        {
            { Members: { } members } => level > 0 && (level > 1 || members.All(member => IsSingle(member.Value))),
            { Items: { } items } => level > 1 || items.All(IsSingle),
            _ => true,
        };
        return IsSingle(node) || (isSmall && indentation + line().Length <= Width);
    }

    internal static bool IsSingle(DocumentNode node) => !node.IsMap && !node.IsList;

    /// <summary>A number or truth value as all the languages write it; null for a text.</summary>
    internal static string? Bare(DocumentNode node) => node.Value switch
    {
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
