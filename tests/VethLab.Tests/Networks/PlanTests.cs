using VethLab.Linux.Interop;
using VethLab.Networks.Errors;
using VethLab.Networks.Plans;

namespace VethLab.Tests.Networks;

/// <summary>All or nothing: what a plan does, and what it takes back.</summary>
public class PlanTests
{
    private readonly List<string> log = [];
    private readonly Plan plan = new();

    private void Add(string name, Action? apply = null, Action? undo = null) => plan.Add(
        name,
        () =>
        {
            log.Add($"do {name}");
            apply?.Invoke();
        },
        () =>
        {
            log.Add($"undo {name}");
            undo?.Invoke();
        });

    private Func<string> Written(string name) => () =>
    {
        log.Add($"write {name}");
        return name;
    };

    private static void Fail() => throw new NetworkException(NetworkError.Busy, "No.", "target", "Wait.");

    [Fact]
    public void Steps_are_told_and_done_in_order()
    {
        Add("a");
        Add("b");

        plan.Run(step => log.Add($"tell {step}"));

        Assert.Equal(["tell a", "do a", "tell b", "do b"], log);
    }

    [Fact]
    public void A_command_line_is_written_for_who_reads_it_and_for_nobody_else()
    {
        plan.Add(Written("a"), () => log.Add("do a"));
        plan.Add(Written("b"), () => log.Add("do b"));

        plan.Run();
        plan.Run(_ => { });
        Assert.Equal(["do a", "do b", "do a", "do b"], log);
        log.Clear();
        plan.Run(step => log.Add($"tell {step.Command}"));
        Assert.Equal(["write a", "tell a", "do a", "write b", "tell b", "do b"], log);
    }

    [Fact]
    public void What_is_undone_is_written_when_all_of_it_is_undone()
    {
        plan.Add(Written("a"), () => log.Add("do a"), () => log.Add("undo a"));
        plan.Add(Written("b"), () => log.Add("do b"), Fail);
        plan.Add(Written("c"), Fail);

        Assert.Equal("No. Undone: a. Could not be undone: b (No.).", Assert.Throws<NetworkException>(() => plan.Run()).Message);
        Assert.Equal(["do a", "do b", "undo a", "write a", "write b"], log);
    }

    [Fact]
    public void A_step_that_fails_undoes_those_before_it_last_first_and_itself_not()
    {
        Add("a");
        Add("b");
        Add("c", Fail);
        Add("d");

        var failure = Assert.Throws<NetworkException>(() => plan.Run());

        Assert.Equal(["do a", "do b", "do c", "undo b", "undo a"], log);
        Assert.Equal((NetworkError.Busy, "target", "Wait."), (failure.Error, failure.Target, failure.Advice));
        Assert.Equal("No. Undone: b; a.", failure.Message);
        Assert.IsType<NetworkException>(failure.InnerException);
    }

    [Fact]
    public void A_first_step_that_fails_says_nothing_of_undoing()
    {
        Add("a", Fail);

        Assert.Equal("No.", Assert.Throws<NetworkException>(() => plan.Run()).Message);
        Assert.Equal(["do a"], log);
    }

    [Fact]
    public void An_undo_that_fails_is_reported_and_the_others_are_undone_all_the_same()
    {
        Add("a");
        Add("b", undo: () => throw new LinuxException("delete link b", Errno.EBUSY));
        Add("c", undo: Fail);
        Add("d", Fail);

        var failure = Assert.Throws<NetworkException>(() => plan.Run());

        Assert.Equal(["do a", "do b", "do c", "do d", "undo c", "undo b", "undo a"], log);
        Assert.Equal(
            $"No. Undone: a. Could not be undone: c (No.); b (delete link b: {LinuxException.Describe(Errno.EBUSY)} (EBUSY)).", failure.Message);
    }

    [Fact]
    public void A_step_without_an_undo_goes_with_an_earlier_one()
    {
        Add("a");
        plan.Add("b", () => log.Add("do b"));
        Add("c", Fail);

        Assert.Equal("No. Undone: b; a.", Assert.Throws<NetworkException>(() => plan.Run()).Message);
        Assert.Equal(["do a", "do b", "do c", "undo a"], log);
    }

    [Fact]
    public void A_cancellation_between_steps_undoes_what_was_done_and_reports_it()
    {
        using var cancel = new CancellationTokenSource();
        Add("a");
        Add("b", cancel.Cancel);
        Add("c");

        var stopped = Assert.Throws<PlanCancelledException>(() => plan.Run(cancellation: cancel.Token));

        Assert.Equal(["do a", "do b", "undo b", "undo a"], log);
        Assert.Equal(["b", "a"], stopped.Report.Undone);
        Assert.Empty(stopped.Report.Left);
        Assert.Equal(cancel.Token, stopped.CancellationToken);
    }

    [Fact]
    public void A_cancellation_during_the_last_step_counts_too()
    {
        using var cancel = new CancellationTokenSource();
        Add("a", cancel.Cancel);

        Assert.Throws<PlanCancelledException>(() => plan.Run(cancellation: cancel.Token));

        Assert.Equal(["do a", "undo a"], log);
    }

    [Fact]
    public void A_cancellation_during_a_final_step_comes_too_late()
    {
        using var cancel = new CancellationTokenSource();
        Add("a");
        plan.AddFinal("delete", () => { log.Add("do delete"); cancel.Cancel(); });
        plan.Run(cancellation: cancel.Token);
        Assert.Equal(["do a", "do delete"], log);
    }

    [Fact]
    public void A_cancellation_before_a_final_step_undoes_what_was_done()
    {
        using var cancel = new CancellationTokenSource();
        Add("a", cancel.Cancel);
        plan.AddFinal("delete", () => log.Add("do delete"));
        Assert.Equal(["a"], Assert.Throws<PlanCancelledException>(() => plan.Run(cancellation: cancel.Token)).Report.Undone);
        Assert.Equal(["do a", "undo a"], log);
    }

    [Fact]
    public void Nothing_follows_a_final_step()
    {
        plan.AddFinal("delete", () => { });
        Assert.Throws<InvalidOperationException>(() => Add("a"));
        var other = new Plan();
        other.Add("b", () => { });
        Assert.Throws<InvalidOperationException>(() => plan.Add(other));
    }

    [Fact]
    public void A_cancellation_before_the_first_step_does_nothing()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Add("a");

        var stopped = Assert.Throws<PlanCancelledException>(() => plan.Run(cancellation: cancel.Token));

        Assert.Empty(log);
        Assert.True(stopped.Report.IsEmpty);
    }

    [Fact]
    public void A_cancelled_undo_that_fails_is_in_the_report()
    {
        using var cancel = new CancellationTokenSource();
        Add("a", cancel.Cancel, Fail);

        Assert.Equal(["a (No.)"], Assert.Throws<PlanCancelledException>(() => plan.Run(cancellation: cancel.Token)).Report.Left);
    }

    [Fact]
    public void Any_other_exception_undoes_and_passes_on()
    {
        Add("a");
        Add("b", () => throw new InvalidDataException("unreadable"));

        Assert.Equal("unreadable", Assert.Throws<InvalidDataException>(() => plan.Run()).Message);
        Assert.Equal(["do a", "do b", "undo a"], log);
    }

    [Fact]
    public void A_listener_that_fails_undoes_too_and_its_step_is_not_done()
    {
        Add("a");
        Add("b");

        Assert.Throws<InvalidOperationException>(() => plan.Run(step => _ = step.Command == "b" ? throw new InvalidOperationException("stop") : 0));

        Assert.Equal(["do a", "undo a"], log);
    }

    [Fact]
    public void A_listener_that_fails_because_all_is_being_stopped_is_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        Add("a");
        Add("b");

        var stopped = Assert.Throws<PlanCancelledException>(() => plan.Run(
            step =>
            {
                if (step.Command != "b")
                    return;
                cancel.Cancel();
                throw new InvalidOperationException("the pipeline has been stopped");
            },
            cancel.Token));

        Assert.Equal(["do a", "undo a"], log);
        Assert.Equal(["a"], stopped.Report.Undone);
    }

    [Fact]
    public void A_removal_goes_on_after_a_failure_undoes_nothing_and_tells_all_that_failed()
    {
        var removal = new Plan { IsOneWay = true };
        removal.Add("a", () => log.Add("do a"), () => log.Add("undo a"));
        removal.Add("b", Fail);
        removal.Add("c", () => throw new NetworkException(NetworkError.NotPermitted, "Neither.", "other"));
        removal.Add("d", () => log.Add("do d"));

        var failure = Assert.Throws<NetworkException>(() => removal.Run());

        Assert.Equal(["do a", "do d"], log);
        Assert.Equal((NetworkError.Busy, "No. Also: Neither."), (failure.Error, failure.Message));
    }

    [Fact]
    public void A_long_report_is_shortened_but_whole_as_an_object()
    {
        var report = new UndoReport(Enumerable.Range(1, 40).Select(i => $"step {i}").ToList(), []);

        Assert.EndsWith("step 12; and 28 steps before.", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(40, report.Undone.Count);
    }

    [Fact]
    public void Plans_are_joined_with_their_notes()
    {
        var other = new Plan();
        other.Add("z", () => log.Add("do z"));
        other.Notes.Add("by the way");
        Add("a");
        plan.Add(other);

        plan.Run();

        Assert.Equal(["do a", "do z"], log);
        Assert.Equal(["a", "z"], plan.Steps.Select(step => step.Command));
        Assert.Equal(["by the way"], plan.Notes);
        Assert.False(plan.IsEmpty);
        Assert.True(new Plan().IsEmpty);
    }
}
