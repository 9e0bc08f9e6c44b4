using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>Makes documents that nobody has written: their values have no places.</summary>
internal static class Written
{
    internal static DocumentNode Map(IEnumerable<(string Key, DocumentNode? Value)> members) => DocumentNode.Map(
        string.Empty, default, members.Where(member => member.Value is not null).Select(member => new DocumentMember(member.Key, default, member.Value!)).ToList());

    internal static DocumentNode List(IEnumerable<DocumentNode> items) => DocumentNode.List(string.Empty, default, items.ToList());

    internal static DocumentNode Single(object value) => DocumentNode.Single(string.Empty, default, value);

    /// <summary>A single text where there is one, since that is a list of one.</summary>
    internal static DocumentNode Texts(IEnumerable<object> values) => values.Select(value => Single($"{value}")).ToList() is [var only] ? only : List(values.Select(value => Single($"{value}")));
}
