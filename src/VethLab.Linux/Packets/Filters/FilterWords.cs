namespace VethLab.Linux.Packets;

/// <summary>What a filter keeps in which word of the machine's memory.</summary>
internal static class FilterWords
{
    /// <summary>EtherType behind the tags.</summary>
    internal const uint EtherType = 0;

    /// <summary>Where the network header begins.</summary>
    internal const uint Network = 1;

    /// <summary>IP's protocol number behind the extension headers; <see cref="None"/> without IP.</summary>
    internal const uint Protocol = 2;

    /// <summary>Where the transport header begins.</summary>
    internal const uint Transport = 3;

    /// <summary>0 where the transport header is in the frame: in what is whole, and in first fragments.</summary>
    internal const uint Fragment = 4;

    /// <summary>Control word of the outermost tag in the frame itself; <see cref="None"/> without.</summary>
    internal const uint Tag = 5;

    /// <summary>No value of those that are compared.</summary>
    internal const uint None = uint.MaxValue;
}
