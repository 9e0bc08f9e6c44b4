using System.Text.Json;

namespace VethLab.Tests.Differential;

/// <summary>
/// An object of ip's or bridge's JSON that is read member by member. <see cref="Done"/> fails where there is one that was neither read nor named as
/// something that VethLab does not show, so that nothing is passed over in silence.
/// </summary>
internal sealed class Shown(JsonElement element)
{
    private readonly HashSet<string> seen = [];

    internal bool Has(string name) => Find(name) is not null;

    internal string? Text(string name) => Find(name) is { } value && value.ToString() is { Length: > 0 } text ? text : null;

    internal long? Number(string name) => Find(name)?.GetInt64();

    internal IReadOnlyList<string> Texts(string name) => Find(name) is { } list ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];

    internal Shown? Inside(string name) => Find(name) is { } value ? new Shown(value) : null;

    internal IReadOnlyList<Shown> List(string name) => Find(name) is { } list ? [.. list.EnumerateArray().Select(item => new Shown(item))] : [];

    /// <summary>The first of a name: ip writes the parts of an encapsulation behind, some under the route's own names.</summary>
    private JsonElement? Find(string name)
    {
        seen.Add(name);
        foreach (var member in element.EnumerateObject())
        {
            if (member.NameEquals(name))
                return member.Value;
        }
        return null;
    }

    internal void Done(IReadOnlySet<string> notVethLabs)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!seen.Contains(member.Name) && !notVethLabs.Contains(member.Name))
                throw new InvalidOperationException($"ip or bridge shows '{member.Name}', of which the tests know nothing: {element}");
        }
    }

    internal static List<Shown> All(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Where(item => item.EnumerateObject().Any()).Select(item => new Shown(item.Clone()))];
    }
}
