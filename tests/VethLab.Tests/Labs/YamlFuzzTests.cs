using System.Text;
using VethLab.Networks.Labs.Containerlab;
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

    private const string Topology = """
        name: t
        prefix: ""
        topology:
          defaults: { kind: linux, group: g, env: { a: b } }
          groups: { g: { sysctls: { net.ipv4.ip_forward: 1 } } }
          nodes:
            n1: { image: alpine, exec: ["ip addr add 10.0.0.1/24 dev eth1", ip route add default via 10.0.0.2, "echo '$x'"] }
            t:
            br01|t: { kind: bridge, network-mode: container:t }
          links:
            - endpoints: ["n1:eth1", "br01|t:p1"]
              ipv4: ["", 10.0.0.9/24]
            - type: host
              endpoint: { node: n1, interface: eth2, mac: 02:00:00:00:00:01 }
              host-interface: h1
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
            var text = i % 2 == 0 ? Seed : Topology;
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
                    _ = LabDocument.Read(ContainerlabDocument.Is(root, "lab.yaml") ? ContainerlabDocument.Read(root, "lab.yaml").Root : root, "lab.yaml");
            }
            catch (Exception failure)
            {
                Assert.Fail($"VETHLAB_SEED={seed + i}: {failure}\n{text}");
            }
        }
    }
}
