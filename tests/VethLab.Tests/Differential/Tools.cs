using System.Diagnostics;

namespace VethLab.Tests.Differential;

/// <summary>Runs scripts of ip and bridge commands in one sh(1).</summary>
internal static class Tools
{
    internal static (string Output, string Error) Run(string script)
    {
        var start = new ProcessStartInfo("sh", ["-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, error.Result);
    }
}
