namespace VethLab.Networks.Records;

/// <summary>A sysctl with the value that it has to get back.</summary>
/// <param name="Key">Its path below /proc/sys/net.</param>
/// <param name="Value">What it was.</param>
internal sealed record RecordedSetting(string Key, string Value);
