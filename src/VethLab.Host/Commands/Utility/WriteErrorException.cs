namespace Microsoft.PowerShell.Commands;

/// <summary>The exception of an error that Write-Error made from a message; its name is the error's default id.</summary>
public sealed class WriteErrorException(string message) : Exception(message);
