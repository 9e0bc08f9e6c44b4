using System.ComponentModel;
using System.Diagnostics;
using VethLab.Linux.Namespaces;

namespace VethLab.Tests.Support;

/// <summary>
/// A nameless network namespace and the way to run tools there. Ends with its disposal. Without the privilege to make one every test
/// that uses it fails.
/// </summary>
internal class Sandbox : IDisposable
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["ip"] = "iproute2", ["bridge"] = "iproute2", ["nft"] = "nftables", ["sysctl"] = "procps",
    };

    public NamespaceHandle There { get; } = NamespaceDoor.Create();

    /// <summary>Runs a tool inside and returns its output; anything but success is a failure of the test.</summary>
    public string Run(string tool, params string[] arguments) => RunWithInput("", tool, arguments);

    /// <summary>Runs `ip` with the words of one line.</summary>
    public string Ip(string line) => Run("ip", line.Split(' '));

    public string RunWithInput(string input, string tool, params string[] arguments)
    {
        var (code, output, error) = Try(input, tool, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)}: exit code {code}: {error}");
    }

    public (int Code, string Output, string Error) Try(string input, string tool, string[] arguments)
    {
        if (!new[] { "/usr/sbin", "/usr/bin", "/sbin", "/bin" }.Any(folder => File.Exists(Path.Combine(folder, tool))))
            throw new InvalidOperationException($"{tool} is missing: apt-get install {Packages.GetValueOrDefault(tool, "iptables")}");
        var start = new ProcessStartInfo("nsenter", [$"--net={There.DescriptorPath}", tool, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException("nsenter is missing: apt-get install util-linux", failure);
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            There.Dispose();
    }
}
