namespace VethLab.Networks.Plans;

/// <summary>
/// Work that steps have made possible and that nobody waits for so far: done, in its order, by threads that would have to wait otherwise; or, when there were none, not at
/// all. An errand does not throw.
/// </summary>
internal sealed class Errands
{
    private readonly Queue<Action> open = [];
    private bool isOver;

    internal void Add(Action errand)
    {
        lock (open)
        {
            open.Enqueue(errand);
            Monitor.Pulse(open);
        }
    }

    /// <summary>Does the next one; false where there is none.</summary>
    internal bool TryDoOne()
    {
        Action? errand;
        lock (open)
        {
            if (isOver || !open.TryDequeue(out errand))
                return false;
        }
        errand();
        return true;
    }

    /// <summary>Does what is there and what comes, until it is over.</summary>
    internal void DoAll()
    {
        while (TryDoOne() || Await())
        {
        }
    }

    /// <summary>Returns when there is one; false when it is over.</summary>
    private bool Await()
    {
        lock (open)
        {
            while (open.Count == 0 && !isOver)
                _ = Monitor.Wait(open);
            return !isOver;
        }
    }

    /// <summary>Lets no further one begin.</summary>
    internal void End()
    {
        lock (open)
        {
            isOver = true;
            Monitor.PulseAll(open);
        }
    }
}
