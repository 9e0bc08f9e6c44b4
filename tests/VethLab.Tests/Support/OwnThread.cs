using System.Runtime.ExceptionServices;

namespace VethLab.Tests.Support;

/// <summary>Runs work on a thread made for it: test threads are the pool's, which must never change namespaces or be sent signals.</summary>
internal static class OwnThread
{
    public static void Run(Action work)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = Start(() =>
        {
            try
            {
                work();
            }
            catch (Exception reason)
            {
                failure = ExceptionDispatchInfo.Capture(reason);
            }
        });
        thread.Join();
        failure?.Throw();
    }

    public static Thread Start(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
