using System.Management.Automation;
using VethLab.Networks.Errors;

namespace VethLab.PowerShell.Errors;

/// <summary>The one place where VethLab's errors become PowerShell's: id, category, target and what to do.</summary>
internal static class ErrorRecords
{
    /// <summary>From PowerShell 7.5 on, ConciseView and NormalView show the recommended action below an error. Before, nothing does.</summary>
    private static readonly bool EngineShowsAdvice = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    internal static ErrorRecord From(NetworkException failure) => From(failure, EngineShowsAdvice);

    /// <summary>The advice is always there for scripts. Where the engine would not show it to who sits at the prompt, the text ends with it.</summary>
    internal static ErrorRecord From(NetworkException failure, bool engineShowsAdvice) =>
        new(failure, failure.Error.ToString(), CategoryOf(failure.Error), failure.Target)
        {
            ErrorDetails = new ErrorDetails(
                engineShowsAdvice || failure.Advice is null ? failure.Message : $"{failure.Message}\n  Recommendation: {failure.Advice}")
            {
                RecommendedAction = failure.Advice ?? string.Empty,
            },
        };

    private static ErrorCategory CategoryOf(NetworkError error) => error switch
    {
        NetworkError.NotPermitted => ErrorCategory.PermissionDenied,
        NetworkError.FeatureMissing => ErrorCategory.NotInstalled,
        NetworkError.Busy or NetworkError.ForwardingInUse or NetworkError.InterfaceInBridge => ErrorCategory.ResourceBusy,
        NetworkError.ChangedMeanwhile => ErrorCategory.DeadlockDetected,
        NetworkError.InvalidName or NetworkError.InvalidAddress or NetworkError.InvalidPrefixLength or NetworkError.InvalidMacAddress
            or NetworkError.InvalidMtu or NetworkError.InvalidValue or NetworkError.WrongAddressFamily
            or NetworkError.GatewayUnreachable or NetworkError.NamespaceMismatch or NetworkError.FilterInvalid => ErrorCategory.InvalidArgument,
        NetworkError.NamespaceExists or NetworkError.InterfaceExists or NetworkError.AddressExists or NetworkError.RouteExists
            or NetworkError.NeighborExists or NetworkError.PortMappingExists or NetworkError.DnsFileExists or NetworkError.LabExists or NetworkError.FileExists
            => ErrorCategory.ResourceExists,
        NetworkError.NamespaceNotFound or NetworkError.InterfaceNotFound or NetworkError.BridgeNotFound or NetworkError.NotInBridge
            or NetworkError.AddressNotFound or NetworkError.RouteNotFound or NetworkError.NeighborNotFound or NetworkError.ProcessNotFound or NetworkError.MasqueradeNotFound or NetworkError.PortMappingNotFound or NetworkError.SubnetNotFound
            or NetworkError.CommandNotFound or NetworkError.FirewallChainNotFound or NetworkError.ConnectionNotFound or NetworkError.DnsServerNotFound or NetworkError.LabNotFound
            or NetworkError.CaptureNotFound => ErrorCategory.ObjectNotFound,
        NetworkError.NotABridge or NetworkError.NotAVeth => ErrorCategory.InvalidType,
        NetworkError.NamespaceStale or NetworkError.DescriptionInvalid or NetworkError.CaptureFileInvalid => ErrorCategory.InvalidData,
        NetworkError.InterfaceNotDeletable => ErrorCategory.InvalidOperation,
        NetworkError.FileNotWritable => ErrorCategory.WriteError,
        NetworkError.FileNotReadable => ErrorCategory.ReadError,
        NetworkError.BridgeFull => ErrorCategory.LimitsExceeded,
        NetworkError.CommandFailed => ErrorCategory.InvalidResult,
        NetworkError.ForwardingBlocked => ErrorCategory.ResourceUnavailable,
        _ => ErrorCategory.InvalidOperation,
    };
}
