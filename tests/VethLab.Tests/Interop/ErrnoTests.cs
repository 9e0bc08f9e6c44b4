using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;

namespace VethLab.Tests.Interop;

/// <summary>Error numbers and the exceptions that carry them.</summary>
public partial class ErrnoTests
{
    // const char *strerrorname_np(int errnum);  glibc 2.32
    [LibraryImport("libc", EntryPoint = "strerrorname_np")]
    private static partial nint NameOf(int number);

    public static TheoryData<Errno> Numbers { get; } = new(Enum.GetValues<Errno>().Where(errno => errno != Errno.None));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Every_number_has_the_name_that_the_C_library_gives_it(Errno errno)
    {
        var name = Marshal.PtrToStringAnsi(NameOf((int)errno));

        // 95 has two names.
        Assert.Equal(errno == Errno.EOPNOTSUPP && name == "ENOTSUP" ? "ENOTSUP" : errno.ToString(), name);
    }

    [Fact]
    public void An_exception_says_what_was_tried_and_why_it_failed()
    {
        Assert.Equal("open x: No such file or directory (ENOENT)", new LinuxException("open x", Errno.ENOENT).Message);
        Assert.Equal("create link x: Unknown device type (EOPNOTSUPP)", new NetlinkException("create link x", Errno.EOPNOTSUPP, "Unknown device type").Message);
    }

    [Fact]
    public void A_descriptor_is_closed_once_and_opened_close_on_exec()
    {
        var file = new FileDescriptor(Libc.Open("/proc/self/status", Libc.O_RDONLY));
        var number = (int)file.DangerousGetHandle();

        // Octal, as in proc(5): O_CLOEXEC is 02000000.
        var flags = File.ReadAllLines($"/proc/self/fdinfo/{number}").Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
        Assert.NotEqual(0, Convert.ToInt32(flags[6..].Trim(), 8) & Libc.O_CLOEXEC);
        Assert.True(Libc.Read(file, new byte[16]) > 0);
        file.Dispose();
        file.Dispose();
        Assert.True(file.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => Libc.Read(file, new byte[16]));
    }
}
