using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>A system call that failed: what was tried and the kernel's error number.</summary>
public class LinuxException : IOException
{
    public LinuxException(string operation, Errno errno, string? detail = null)
        : base($"{operation}: {detail ?? Describe(errno)} ({errno})")
    {
        Operation = operation;
        Errno = errno;
    }

    /// <summary>What was tried, in words: "create link br01".</summary>
    public string Operation { get; }

    /// <summary>The kernel's error number.</summary>
    public Errno Errno { get; }

    /// <summary>strerror(3)'s text for an error number.</summary>
    public static string Describe(Errno errno) => Marshal.GetPInvokeErrorMessage((int)errno);

    /// <summary>The exception for the call that has just failed on this thread.</summary>
    internal static LinuxException Last(string operation) => new(operation, (Errno)Marshal.GetLastPInvokeError());
}
