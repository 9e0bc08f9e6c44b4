namespace VethLab.Tests.Differential;

/// <summary>The network changed while it was read; to be read again.</summary>
internal sealed class TornReadException(string message) : Exception(message);
