using VethLab.Networks.Errors;

namespace VethLab.Networks.Plans;

/// <summary>The user stopped an operation; <see cref="Report"/> says what was taken back.</summary>
public sealed class PlanCancelledException(UndoReport report, CancellationToken token)
    : OperationCanceledException("The operation was stopped.", token)
{
    public UndoReport Report { get; } = report;
}
