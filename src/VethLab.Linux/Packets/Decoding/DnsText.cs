namespace VethLab.Linux.Packets;

/// <summary>A DNS message in tcpdump's words: of a question what is asked, of a response its answers.</summary>
internal static class DnsText
{
    internal static void Append(PacketReading reading, Layer layer, DnsMessage message, bool isComplete)
    {
        reading.Append($"{message.Id}{DnsNumbers.Opcode(message.Opcode)}");
        if (message.IsResponse)
            AppendResponse(reading, layer, message);
        else
            AppendQuery(reading, layer, message);
        if (!isComplete)
            reading.Append(" [|domain]");
        reading.Append($" ({layer.Length})");
    }

    private static void AppendResponse(PacketReading reading, Layer layer, DnsMessage message)
    {
        reading.Append($"{DnsNumbers.ResponseCode(message.ResponseCode)}{(message.IsAuthoritative ? "*" : "")}");
        reading.Append($"{(message.IsRecursionAvailable ? "" : "-")}{(message.IsTruncated ? "|" : "")}{(message.IsAuthenticData ? "$" : "")}");
        if (reading.UInt16(layer, 4) != 1)
            reading.Append($" [{reading.UInt16(layer, 4)}q]");
        reading.Append($" {reading.UInt16(layer, 6)}/{reading.UInt16(layer, 8)}/{reading.UInt16(layer, 10)}");
        var separator = string.Empty;
        foreach (var answer in message.Answers)
        {
            reading.Append($"{separator}{(answer.FlushesCache ? " (Cache flush)" : "")}");
            if (answer.Class != "IN" && answer.Type != "OPT")
                reading.Append($" {answer.Class}");
            reading.Append($" {answer.Type}{Data(answer)}");
            separator = ",";
        }
    }

    private static void AppendQuery(PacketReading reading, Layer layer, DnsMessage message)
    {
        reading.Append($"{(message.IsRecursionDesired ? "+" : "")}{(message.IsCheckingDisabled ? "%" : "")}");
        if (reading.UInt16(layer, 6) > 0)
            reading.Append($" [{reading.UInt16(layer, 6)}a]");
        if (reading.UInt16(layer, 4) != 1)
            reading.Append($" [{reading.UInt16(layer, 4)}q]");
        if (reading.UInt16(layer, 8) > 0)
            reading.Append($" [{reading.UInt16(layer, 8)}n]");
        if (reading.UInt16(layer, 10) > 0)
            reading.Append($" [{reading.UInt16(layer, 10)}au]");
        var separator = string.Empty;
        foreach (var question in message.Questions)
        {
            reading.Append($"{separator} {question.Type}{(question.WantsUnicast ? " (QU)" : "")}");
            reading.Append($"{(question.Class == "IN" ? "" : " " + question.Class)}? {Dotted(question.Name)}");
            separator = ",";
        }
    }

    private static string Data(DnsRecord answer)
    {
        var words = answer.Data.Split(' ');
        return (answer.Type, words.Length) switch
        {
            ("A" or "AAAA" or "TXT" or "SPF", _) => $" {answer.Data}",
            ("NS" or "CNAME" or "PTR" or "DNAME", _) => $" {Dotted(answer.Data)}",
            ("MX", 2) => $" {Dotted(words[1])} {words[0]}",
            ("SRV", 4) => $" {Dotted(words[3])}:{words[2]} {words[0]} {words[1]}",
            ("OPT", _) => $" UDPsize={answer.Class}",
            _ => "",
        };
    }

    private static string Dotted(string name) => name == "." ? name : name + ".";
}
