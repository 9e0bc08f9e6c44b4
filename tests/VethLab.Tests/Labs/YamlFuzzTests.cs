using System.Text;
using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs;

/// <summary>Whatever bytes there are, the answer is a document or problems. VETHLAB_FUZZ: how many texts, VETHLAB_SEED: where to begin.</summary>
public class YamlFuzzTests
{
    private const string Seed = """
        # a lab
        %YAML 1.2
        ---
        name: campus
        bridges:
          east: &site { subnet: [10.20.1.0/24, "fd00::/64"], count: 2 }
          west:
            <<: *site
            macAddress: 02:00:00:00:00:01
            mtu: 0x5dc
        ? key
        : - 'it''s'
          - |2-
            text
        links:
          - ends: ["a\u00e9:eth1", !!str b]
        ...
        """;

    private static readonly string[] Bits = ["\t", "\n", "\r\n", " ", "- ", ": ", "? ", "&a ", "*a", "<<: ", "!x ", "!<", "[", "]", "{", "}", ",", "|", ">+9", "'", "\"", "\\", "\\u12", "#", "---\n", "...\n", "%TAG ! x\n", "\0", "\ufeff", "\u2028", "é", "\U0001f600", "@", "`", "~"];

    [Fact]
    public void Random_changes_of_a_text_end_in_a_document_or_in_problems()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("VETHLAB_SEED") ?? "1", System.Globalization.CultureInfo.InvariantCulture);
        var texts = int.Parse(Environment.GetEnvironmentVariable("VETHLAB_FUZZ") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < texts; i++)
        {
            var random = new Random(seed + i);
            var text = Seed;
            for (var changes = random.Next(1, 12); changes > 0; changes--)
            {
                var at = random.Next(text.Length + 1);
                var length = random.Next(3) == 0 ? 0 : random.Next(Math.Min(12, text.Length - at) + 1);
                text = string.Concat(text.AsSpan(0, at), random.Next(3) == 0 ? string.Empty : Bits[random.Next(Bits.Length)], text.AsSpan(at + length));
            }
            var bytes = Encoding.UTF8.GetBytes(text);
            if (random.Next(10) == 0)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                var (root, problems) = YamlDocumentReader.Read(bytes, "lab.yaml");
                Assert.True(root is not null || problems.Count > 0);
                Assert.All(problems, problem => Assert.True(problem is { Line: > 0, Column: > 0 }, problem.ToString()));
                if (root is not null)
                    _ = LabDocument.Read(root, "lab.yaml");
            }
            catch (Exception failure)
            {
                Assert.Fail($"VETHLAB_SEED={seed + i}: {failure}\n{text}");
            }
        }
    }
}
