using System.Collections;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Labs.Plans;

/// <summary>What is told of the steps of a plan. Each is put into words when it is asked for: of a large lab hardly any ever is.</summary>
/// <param name="plan">Whose steps they are, in its order.</param>
internal sealed class LabStepList(Plan plan) : IReadOnlyList<LabStep>
{
    private readonly List<(string Action, string Target, string? Namespace)> told = [];

    public int Count => told.Count;

    public LabStep this[int index]
    {
        get
        {
            var (action, target, space) = told[index];
            return new LabStep { Order = index + 1, Action = action, Target = target, Namespace = space, Command = plan.Steps[index].Command };
        }
    }

    /// <summary>Notes what is told of a step that is added to the plan.</summary>
    internal void Add(LabPlace place, string action, string target) => told.Add((action, target, place.Name));

    public IEnumerator<LabStep> GetEnumerator()
    {
        for (var i = 0; i < told.Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
