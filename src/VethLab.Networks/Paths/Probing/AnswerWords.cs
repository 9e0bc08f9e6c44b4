using VethLab.Linux.Interop;
using VethLab.Linux.Packets;

namespace VethLab.Networks.Paths;

/// <summary>What an answer says about a path.</summary>
internal static class AnswerWords
{
    internal static (PathAnswer Answer, string Message) Of(ProbeAnswer? answer, PathQuestion question, TimeSpan waited) => answer switch
    {
        null => (PathAnswer.None, $"no answer within {waited.TotalMilliseconds:0} ms"),
        { Errno: Errno.EMSGSIZE } => (PathAnswer.TooBig, answer.Message),
        { Errno: not Errno.None } => (PathAnswer.NotSent, answer.Message),
        _ => (Of(answer, question), answer.Message),
    };

    private static PathAnswer Of(ProbeAnswer answer, PathQuestion question) => answer.Status switch
    {
        EchoStatus.Success => PathAnswer.Answered,
        EchoStatus.TimedOut => PathAnswer.None,
        EchoStatus.ProtocolUnreachable => PathAnswer.Refused,
        // Only firewalls tell others than the sender of a datagram so, or for another host.
        EchoStatus.PortUnreachable => answer.IcmpType is null || (question.Protocol == PathProtocol.Udp && ProbeTrails.IsSame(answer.Responder, question.Destination))
            ? PathAnswer.Refused
            : PathAnswer.Prohibited,
        EchoStatus.AdministrativelyProhibited => PathAnswer.Prohibited,
        EchoStatus.TtlExpired => PathAnswer.Expired,
        EchoStatus.PacketTooBig => PathAnswer.TooBig,
        _ => PathAnswer.Unreachable,
    };
}
