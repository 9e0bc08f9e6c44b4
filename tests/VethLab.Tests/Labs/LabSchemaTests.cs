using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs;

/// <summary>docs/lab.schema.json says the same as the reader.</summary>
public class LabSchemaTests
{
    private static readonly string Root = FindRoot();
    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "docs", "lab.schema.json")))!.AsObject();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VethLab.slnx")))
            folder = Path.GetDirectoryName(folder.TrimEnd('/'))!;
        return folder;
    }

    [Theory]
    [InlineData("")]
    [InlineData("bridge")]
    [InlineData("namespace")]
    [InlineData("link")]
    [InlineData("end")]
    [InlineData("route")]
    [InlineData("command")]
    [InlineData("firewall")]
    [InlineData("firewallRule")]
    [InlineData("expectation")]
    [InlineData("uplink")]
    public void It_has_exactly_the_keys_that_are_read(string what)
    {
        var at = what switch
        {
            "" => Schema,
            "end" => Schema["$defs"]!["end"]!["anyOf"]![1]!,
            "firewallRule" => Schema["$defs"]!["firewallRules"]!["items"]!["anyOf"]![1]!,
            "command" => Schema["$defs"]!["commands"]!["items"]!["anyOf"]![1]!,
            "uplink" => Schema["properties"]!["uplink"]!["anyOf"]![1]!,
            _ => Schema["$defs"]![what]!,
        };
        var known = what switch
        {
            "" => LabKeys.Lab,
            "bridge" => LabKeys.Bridge,
            "namespace" => LabKeys.Namespace,
            "link" => LabKeys.Link,
            "end" => LabKeys.End,
            "route" => LabKeys.Route,
            "command" => LabKeys.Command,
            "firewall" => LabKeys.Firewall,
            "firewallRule" => LabKeys.FirewallRule,
            "uplink" => LabKeys.Uplink,
            _ => LabKeys.Expectation,
        };
        Assert.Equal(known.Order(StringComparer.Ordinal), at["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
        Assert.False((bool)at["additionalProperties"]!);
    }

    [Fact]
    public void The_examples_in_JSON_are_valid_and_can_be_read()
    {
        var files = Directory.GetFiles(Path.Combine(Root, "examples"), "*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            Assert.Empty(Faults(Schema, JsonNode.Parse(text), "$"));
            Assert.Empty(Described.Read(text).Problems);
        }
    }

    [Theory]
    [InlineData("{ 'name': 'lab', 'namespaces': 'a' }", true)]
    [InlineData("{ 'name': 'lab', 'namespaces': { 'a': { 'adresses': [] } } }", false)]
    [InlineData("{ 'name': 'a b' }", false)]
    [InlineData("{ 'name': 'lab', 'placement': 'host' }", false)]
    [InlineData("{ 'name': 'lab', 'bridges': { 'b': { 'mtu': 1.5 } } }", false)]
    [InlineData("{ 'name': 'lab', 'bridges': { 'b': { 'mtu': 66 } } }", false)]
    [InlineData("{ 'name': 'lab', 'bridges': { 'b': { 'count': 1024 } } }", false)]
    [InlineData("{ 'name': 'lab', 'links': [ { 'ends': ['a'] } ] }", false)]
    [InlineData("{ 'name': 'lab', 'links': [ { 'ends': ['here', { 'node': 'here', 'interface': 'much-too-long-name' }] } ] }", false)]
    [InlineData("{ 'name': 'lab', 'links': [ { 'ends': ['here', { 'node': 'here', 'interface': 'x', 'addresses': '10.0.0.1/24', 'macAddress': '02:00:00:00:00:01' }], 'mtu': 1400 } ] }", true)]
    [InlineData("{ 'name': 'lab', 'commands': 'x', 'namespaces': { 'a': { 'commands': ['y', { 'run': 'z', 'wait': true, 'env': { 'A': 1 }, 'log': '/l' }] } } }", true)]
    [InlineData("{ 'name': 'lab', 'firewall': { 'policy': 'drop', 'allow': ['a -> b', { 'from': ['a'], 'to': 'b', 'protocol': 'tcp', 'port': [80, '90-99'] }] } }", true)]
    [InlineData("{ 'name': 'lab', 'firewall': { 'policy': 'reject' } }", false)]
    [InlineData("{ 'name': 'lab', 'firewall': { 'allow': [{ 'form': 'a' }] } }", false)]
    [InlineData("{ 'name': 'lab', 'commands': [{ 'wait': true }] }", false)]
    [InlineData("{ 'name': 'lab', 'reachability': [ { 'from': 'a' } ] }", false)]
    public void It_tells_valid_from_invalid(string json, bool isValid) =>
        Assert.Equal(isValid, !Faults(Schema, JsonNode.Parse(json.Replace('\'', '"')), "$").Any());

    /// <summary>What is wrong with a description by the schema.</summary>
    internal static IEnumerable<string> FaultsOf(string json) => Faults(Schema, JsonNode.Parse(json), "$");

    /// <summary>Checks a value by the keywords that the schema uses; an unknown one fails, so that none goes unnoticed.</summary>
    private static IEnumerable<string> Faults(JsonObject schema, JsonNode? value, string path)
    {
        foreach (var (keyword, rule) in schema)
        {
            var faults = keyword switch
            {
                "$schema" or "$defs" or "title" or "description" => [],
                "$ref" => Faults(Schema["$defs"]![rule!.ToString()["#/$defs/".Length..]]!.AsObject(), value, path),
                "type" => Types(rule!).Any(type => IsOf(type, value)) ? [] : [$"{path} is no {rule}"],
                "enum" => rule!.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{path} is none of {rule}"],
                "pattern" => value is null || value.GetValueKind() != JsonValueKind.String || Regex.IsMatch(value.ToString(), rule!.ToString()) ? [] : [$"{path} does not match {rule}"],
                "minimum" => value?.GetValueKind() != JsonValueKind.Number || (double)value >= (double)rule! ? [] : [$"{path} is below {rule}"],
                "maximum" => value?.GetValueKind() != JsonValueKind.Number || (double)value <= (double)rule! ? [] : [$"{path} is above {rule}"],
                "minItems" => value is not JsonArray list || list.Count >= (int)rule! ? [] : [$"{path} is too short"],
                "maxItems" => value is not JsonArray list || list.Count <= (int)rule! ? [] : [$"{path} is too long"],
                "items" => value is not JsonArray list ? [] : list.SelectMany((item, i) => Faults(rule!.AsObject(), item, $"{path}[{i}]")),
                "anyOf" => rule!.AsArray().Any(one => !Faults(one!.AsObject(), value, path).Any()) ? [] : [$"{path} is none of the possible kinds"],
                "required" => value is not JsonObject map ? [] : rule!.AsArray().Where(key => !map.ContainsKey(key!.ToString())).Select(key => $"{path} lacks {key}"),
                "properties" => value is not JsonObject map ? [] : map.Where(member => rule!.AsObject().ContainsKey(member.Key))
                    .SelectMany(member => Faults(rule![member.Key]!.AsObject(), member.Value, $"{path}.{member.Key}")),
                "additionalProperties" => value is not JsonObject map ? [] : map.Where(member => schema["properties"]?.AsObject().ContainsKey(member.Key) != true)
                    .SelectMany(member => rule is JsonObject other ? Faults(other, member.Value, $"{path}.{member.Key}") : (bool)rule! ? [] : [$"{path} has {member.Key}"]),
                _ => throw new NotSupportedException($"the keyword {keyword} at {path}"),
            };
            foreach (var fault in faults)
                yield return fault;
        }
    }

    private static IEnumerable<string> Types(JsonNode rule) => rule is JsonArray many ? many.Select(one => one!.ToString()) : [rule.ToString()];

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => (double)value! % 1 == 0,
        _ => false,
    };
}
