using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Wire;

/// <summary>A list as the kernel sent it: its messages one behind the other, and how many they are.</summary>
internal sealed class Recorded
{
    private readonly NetlinkWriter messages = new();

    private sealed record Message(ushort Type, byte[] Body);

    /// <summary>Asks the kernel. The socket keeps headers to itself, so they are written anew; what they carry is as it came.</summary>
    internal Recorded(NetlinkSocket socket, ushort type, int fixedLength, byte family = 0)
    {
        var request = new NetlinkRequest("record", type, NLM_F_DUMP);
        request.Body.Append(fixedLength)[0] = family;
        foreach (var message in socket.Dump(request, (answer, body) => new Message(answer, body.ToArray())))
        {
            var start = messages.BeginMessage(message.Type, 0);
            message.Body.CopyTo(messages.Append(message.Body.Length));
            messages.EndMessage(start, 0);
            Count++;
        }
    }

    private Recorded()
    {
    }

    internal int Count { get; private init; }

    /// <summary>The one message of it that a decoder makes something of that is so.</summary>
    internal Recorded Only<T>(MessageDecoder<T> decode, Func<T, bool> isIt) where T : class
    {
        foreach (var message in new NetlinkMessages(messages.Written))
        {
            if (decode(message.Type, message.Body) is not { } value || !isIt(value))
                continue;
            var one = new Recorded { Count = 1 };
            var start = one.messages.BeginMessage(message.Type, 0);
            message.Body.CopyTo(one.messages.Append(message.Body.Length));
            one.messages.EndMessage(start, 0);
            return one;
        }
        throw new InvalidOperationException($"The kernel sent no such {typeof(T).Name}.");
    }

    /// <summary>Decodes all of it; returns the last.</summary>
    internal T? Decode<T>(MessageDecoder<T> decode) where T : class
    {
        T? last = null;
        foreach (var message in new NetlinkMessages(messages.Written))
            last = decode(message.Type, message.Body) ?? last;
        return last;
    }
}
