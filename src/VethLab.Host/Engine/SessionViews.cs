using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Reflection;

namespace VethLab.Host.Engine;

/// <summary>The views of the session's format data, as the public types that describe them. All that holds them is internal.</summary>
internal static class SessionViews
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Dictionary<string, Type> Controls = new(StringComparer.Ordinal)
    {
        ["TableControlBody"] = typeof(TableControl),
        ["ListControlBody"] = typeof(ListControl),
        ["WideControlBody"] = typeof(WideControl),
        ["ComplexControlBody"] = typeof(CustomControl),
    };

    /// <summary>One definition for each set of types, with its views in the order in which they are tried.</summary>
    internal static IEnumerable<ExtendedTypeDefinition> All(InternalCommand command)
    {
        var database = Get(Get(SessionTypes.Context(command), "FormatDBManager"), "Database");
        var groups = ((IEnumerable)Get(Get(database, "typeGroupSection"), "typeGroupDefinitionList")).Cast<object>().ToDictionary(
            group => (string)Get(group, "name"), group => Names(Get(group, "typeReferenceList")).ToArray(), StringComparer.OrdinalIgnoreCase);
        return ((IEnumerable)Get(Get(database, "viewDefinitionsSection"), "viewDefinitionList")).Cast<object>()
            .Where(view => !(bool)Get(view, "isHelpFormatter") && Controls.ContainsKey(Get(view, "mainControl").GetType().Name))
            .GroupBy(view => string.Join('\n', TypesOf(view, groups)), StringComparer.OrdinalIgnoreCase)
            .Select(views => Define(views.Key.Split('\n'), views.Select(NewView)));
    }

    private static ExtendedTypeDefinition Define(string[] types, IEnumerable<FormatViewDefinition> views)
    {
        var definition = new ExtendedTypeDefinition(types[0], views);
        definition.TypeNames.AddRange(types.Skip(1));
        return definition;
    }

    private static FormatViewDefinition NewView(object view)
    {
        var body = Get(view, "mainControl");
        var control = (PSControl)Activator.CreateInstance(Controls[body.GetType().Name], Any, null, [body, view], null)!;
        return new FormatViewDefinition((string)Get(view, "name"), control);
    }

    private static IEnumerable<string> TypesOf(object view, Dictionary<string, string[]> groups) =>
        ((IEnumerable)Get(Get(view, "appliesTo"), "referenceList")).Cast<object>().SelectMany(reference =>
            groups.TryGetValue((string)Get(reference, "name"), out var members) ? members : [(string)Get(reference, "name")]);

    private static IEnumerable<string> Names(object references) =>
        ((IEnumerable)references).Cast<object>().Select(reference => (string)Get(reference, "name"));

    private static object Get(object target, string member)
    {
        for (var type = target.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField(member, Any) is { } field)
                return field.GetValue(target)!;
            if (type.GetProperty(member, Any) is { } property)
                return property.GetValue(target)!;
        }
        throw new PSNotSupportedException($"This version of System.Management.Automation has no {target.GetType().Name}.{member}.");
    }
}
