using VethLab.Host.CommandLine;
using VethLab.Host.Hosting;
using VethLab.Host.Isolation;

namespace VethLab.Host;

/// <summary>The program behind ./vethlab.</summary>
internal static class Program
{
    private const int WrongUsage = 64; // EX_USAGE of sysexits.h, as pwsh has it

    private static int Main(string[] arguments)
    {
        using var interrupt = new InterruptSignal();
        ThreadReserve.Fill();
        // The engine would send usage data otherwise; a lab's tool talks to nobody.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        if (LoopbackInterface.RaiseWhenAsked() is { } problem)
            Console.Error.WriteLine($"vethlab: the loopback interface stays down: {problem}");
        var options = CommandLineParser.Parse(arguments);
        switch (options.Mode)
        {
            case RunMode.Help:
                Console.WriteLine(HelpText.Usage);
                return 0;
            case RunMode.Version:
                Console.WriteLine($"VethLab {typeof(Program).Assembly.GetName().Version?.ToString(3)}");
                return 0;
            case RunMode.WrongUsage:
                Console.Error.WriteLine($"vethlab: {options.Text} See ./vethlab --help.");
                return WrongUsage;
            case RunMode.Script when !File.Exists(options.Text):
                Console.Error.WriteLine($"vethlab: there is no script '{options.Text}'. See ./vethlab --help.");
                return WrongUsage;
            default:
                return new HostProgram(options, interrupt).Run();
        }
    }
}
