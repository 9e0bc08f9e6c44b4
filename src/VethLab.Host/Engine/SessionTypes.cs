using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace VethLab.Host.Engine;

/// <summary>The session's type and format data, for which the engine has no public calls.</summary>
internal static class SessionTypes
{
    internal const string ContextType = "System.Management.Automation.ExecutionContext, System.Management.Automation";

    /// <summary>All that the session adds to types.</summary>
    internal static IReadOnlyCollection<TypeData> All(InternalCommand command) => GetAllTypeData(GetTypeTable(Context(command))).Values;

    /// <summary>Adds to a type, or takes away what was added.</summary>
    /// <returns>The complaints.</returns>
    internal static IReadOnlyCollection<string> Update(InternalCommand command, TypeData data, bool remove)
    {
        var errors = new ConcurrentBag<string>();
        Update(GetTypeTable(Context(command)), data, errors, remove);
        if (errors.IsEmpty && !remove)
            GetInitialSessionState(Context(command)).Types.Add(new SessionStateTypeEntry(data, isRemove: false));
        return errors;
    }

    /// <summary>Loads types.ps1xml files.</summary>
    internal static void LoadTypes(InternalCommand command, IEnumerable<string> files)
    {
        var state = GetInitialSessionState(Context(command));
        foreach (var file in files)
            state.Types.Add(new SessionStateTypeEntry(file));
        UpdateTypes(state, Context(command), updateOnly: false);
    }

    /// <summary>Loads format.ps1xml files before and after those that are there; the first view of a type wins.</summary>
    internal static void LoadFormats(InternalCommand command, IEnumerable<string> before, IEnumerable<string> after)
    {
        var state = GetInitialSessionState(Context(command));
        var present = state.Formats.ToArray();
        state.Formats.Clear();
        state.Formats.Add(before.Select(file => new SessionStateFormatEntry(file)));
        state.Formats.Add(present);
        state.Formats.Add(after.Select(file => new SessionStateFormatEntry(file)));
        UpdateFormats(state, Context(command), update: false);
    }

    /// <summary>The engine's context of a command.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Context")]
    [return: UnsafeAccessorType(ContextType)]
    internal static extern object Context(InternalCommand command);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_TypeTable")]
    private static extern TypeTable GetTypeTable([UnsafeAccessorType(ContextType)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_InitialSessionState")]
    private static extern InitialSessionState GetInitialSessionState([UnsafeAccessorType(ContextType)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetAllTypeData")]
    private static extern Dictionary<string, TypeData> GetAllTypeData(TypeTable table);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Update")]
    private static extern void Update(TypeTable table, TypeData type, ConcurrentBag<string> errors, bool isRemove);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "UpdateTypes")]
    private static extern void UpdateTypes(InitialSessionState state, [UnsafeAccessorType(ContextType)] object context, bool updateOnly);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "UpdateFormats")]
    private static extern void UpdateFormats(InitialSessionState state, [UnsafeAccessorType(ContextType)] object context, bool update);
}
