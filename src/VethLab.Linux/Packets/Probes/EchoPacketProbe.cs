using System.Net;
using System.Security.Cryptography;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>Echo requests of one id, with a cookie at the beginning of their payload.</summary>
internal sealed class EchoPacketProbe : PacketProbe
{
    private readonly ProbeOptions options;
    private readonly EchoSocket socket;
    private readonly NamespaceHandle? there;
    private readonly byte[] cookie = RandomNumberGenerator.GetBytes(ProbeFlow.CookieLength);
    private readonly List<EchoProbe> sent = [];

    internal EchoPacketProbe(NamespaceHandle? there, ProbeOptions options)
    {
        this.options = options;
        this.there = there;
        socket = EchoSocket.Open(there, options.Destination.AddressFamily, new EchoOptions
        {
            PayloadSize = options.PayloadSize(0),
            DontFragment = options.DontFragment,
            Source = options.Source,
        });
        Flow = new ProbeFlow { Kind = ProbeKind.Echo, Destination = options.Destination, OwnNumber = socket.Id, Cookie = cookie[..Math.Min(cookie.Length, options.PayloadSize(0))] };
    }

    public override ProbeFlow Flow { get; }

    internal override FileDescriptor Descriptor => socket.Descriptor;

    private protected override ProbeAnswer? SendOnce()
    {
        var probe = new EchoProbe { Target = options.Destination, TargetIndex = 0, Sequence = Sendings, WireSequence = (ushort)Sendings, Cookie = cookie };
        var errno = socket.Send(options.Destination, probe.WireSequence, cookie, out var sentAt);
        probe.SentAt = sentAt;
        sent.Add(probe);
        if (errno == Errno.None)
            return null;
        var refusal = ProbeAnswer.NotSent(errno);
        return errno == Errno.EMSGSIZE ? refusal with { Mtu = PathMtu.Read(there, options) } : refusal;
    }

    private protected override ProbeAnswer? Receive()
    {
        while (socket.TryReceive(out var message))
        {
            foreach (var probe in sent)
            {
                if (!probe.IsAnsweredBy(message))
                    continue;
                var (status, text) = message.IsReply ? (EchoStatus.Success, "Reply") : IcmpErrors.Explain(options.Destination.AddressFamily, message.Type, message.Code);
                return new ProbeAnswer
                {
                    Status = status,
                    Message = text,
                    Responder = message.Responder,
                    RoundTripTime = RoundTripTime(probe.SentAt, message.Timestamp),
                    Mtu = status == EchoStatus.PacketTooBig ? message.Mtu : null,
                    IcmpType = message.IsReply ? null : message.Type,
                    IcmpCode = message.IsReply ? null : message.Code,
                    Sending = probe.Sequence,
                };
            }
        }
        return null;
    }

    private protected override void Close() => socket.Dispose();

    /// <summary>Where the wall clock was set meanwhile, the steady one has to do.</summary>
    private TimeSpan RoundTripTime(long sentAt, long receivedAt)
    {
        var measured = TimeSpan.FromTicks((receivedAt - sentAt) / TimeSpan.NanosecondsPerTick);
        return measured < TimeSpan.Zero || measured > TimeSpan.FromMinutes(1) ? Age : measured;
    }
}
