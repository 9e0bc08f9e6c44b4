using System.Text;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs;

/// <summary>YAML is read by the core schema of YAML 1.2, with the place of every value, and whatever is wrong is a problem with its place.</summary>
public class YamlDocumentReaderTests
{
    private static (DocumentNode? Root, IReadOnlyList<LabProblem> Problems) Read(string yaml) => YamlDocumentReader.Read(Encoding.UTF8.GetBytes(yaml), "lab.yaml");

    private static DocumentNode Good(string yaml)
    {
        var (root, problems) = Read(yaml);
        Assert.Empty(problems);
        return root!;
    }

    public static TheoryData<string, object?> Scalars => new()
    {
        { "no", "no" }, { "yes", "yes" }, { "on", "on" }, { "off", "off" }, { "y", "y" }, { "TrUe", "TrUe" },
        { "true", true }, { "True", true }, { "FALSE", false },
        { "", null }, { "~", null }, { "null", null }, { "NULL", null }, { "nUll", "nUll" }, { "null # nothing", null },
        { "7", 7L }, { "-7", -7L }, { "+7", 7L }, { "007", 7L }, { "0x1F", 31L }, { "0o17", 15L }, { "1_000", "1_000" }, { "0b1", "0b1" }, { "0x", "0x" },
        { "9223372036854775807", long.MaxValue }, { "9223372036854775808", 9223372036854775808d }, { "0xffffffffffffffffff", double.PositiveInfinity },
        { "1.5", 1.5 }, { "-.5", -.5 }, { "1.", 1d }, { "2e3", 2000d }, { ".inf", double.PositiveInfinity }, { "-.Inf", double.NegativeInfinity }, { ".nan", double.NaN },
        { "1.2.3.4", "1.2.3.4" }, { "e3", "e3" }, { ".", "." },
        { "02:00:00:00:00:01", "02:00:00:00:00:01" }, { "12:30:45", "12:30:45" }, { "190:20:30.15", "190:20:30.15" }, { "10.0.0.0/24", "10.0.0.0/24" }, { "fd00::/64", "fd00::/64" },
        { "2001-12-14", "2001-12-14" }, { "ns01:eth0", "ns01:eth0" },
        { "'true'", "true" }, { "\"7\"", "7" }, { "''", "" }, { "\"a\\tb\"", "a\tb" }, { "|\n  5\n", "5\n" }, { ">-\n  a\n  b\n", "a b" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void A_scalar_is_what_the_core_schema_says(string written, object? value)
    {
        var node = Good($"key: {written}").Members![0].Value;

        Assert.Equal(value, node.Value);
        Assert.Equal("key", node.Path);
    }

    [Fact]
    public void A_number_where_a_name_belongs_is_the_name_as_it_was_written()
    {
        var (root, _) = Read("name: 007\nnamespaces: [0x1, 1e3, 1.10]");

        Assert.Equal(["0x1", "1e3", "1.10"], LabDocument.Read(root!).Description!.Namespaces.Select(space => space.Name));
        Assert.Equal("007", LabDocument.Read(root!).Description!.Name);
    }

    [Fact]
    public void Every_value_has_its_path_and_its_place()
    {
        var root = Good("# a lab\nname: é x\r\nnamespaces:\r\n  ns01:\r\n    addresses: [ 10.0.0.1/24,\r\n      \"10.0.0.2/24\" ]\r\n  \"n s\":\r\n  - - a\r\n");
        var spaces = root.Members![1].Value.Members!;
        var addresses = spaces[0].Value.Members![0].Value;

        Assert.Equal((2, 1), At(root));
        Assert.Equal((2, 7), At(root.Members[0].Value));
        Assert.Equal(("namespaces.ns01.addresses[1]", (6, 7)), (addresses.Items![1].Path, At(addresses.Items[1])));
        Assert.Equal(new DocumentPosition(4, 3), spaces[0].Position);
        Assert.Equal(("namespaces['n s'][0][0]", (8, 7)), (spaces[1].Value.Items![0].Items![0].Path, At(spaces[1].Value.Items![0].Items![0])));

        static (int, int) At(DocumentNode node) => (node.Position.Line, node.Position.Column);
    }

    [Fact]
    public void An_alias_is_a_copy_at_its_own_path_with_the_place_where_it_was_written()
    {
        var root = Good("a: &x\n  b: [1, no]\nc: *x\nd: [*x, &y 02, *y]");
        var copy = root.Members![1].Value.Members![0].Value.Items![1];

        Assert.Equal(("c.b[1]", "no", new DocumentPosition(2, 10)), (copy.Path, copy.Value, copy.Position));
        Assert.Equal("d[0].b[0]", root.Members[2].Value.Items![0].Members![0].Value.Items![0].Path);
        Assert.Equal(("02", 2L), (root.Members[2].Value.Items![2].Text, root.Members[2].Value.Items![2].Value));
    }

    [Fact]
    public void An_anchor_that_is_there_again_stands_for_the_later_from_there_on() =>
        Assert.Equal([1L, 1L, 2L, 2L], Good("[&a 1, *a, &a 2, *a]").Items!.Select(item => item.Value));

    [Fact]
    public void Merge_keys_take_in_what_the_map_does_not_say_itself()
    {
        var root = Good("x: &x { a: 1, b: 1 }\ny: &y { b: 2, c: 2 }\nz:\n  <<: [*x, *y]\n  a: 0\nq: { '<<': 3 }\n");
        var z = root.Members![2].Value;

        Assert.Equal(["a=0", "b=1", "c=2"], z.Members!.Select(member => $"{member.Key}={member.Value.Value}"));
        Assert.Equal("z.c", z.Members![2].Value.Path);
        Assert.Equal("<<", root.Members[3].Value.Members![0].Key);
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "a", 3, 1, "twice")]
    [InlineData("a: 1\n---\nb: 1", "", 2, 1, "second document")]
    [InlineData("a: !!int 3", "a", 1, 4, "tags such as tag:yaml.org,2002:int")]
    [InlineData("a: !ruby/object:Gem {}", "a", 1, 4, "tags such as !ruby/object:Gem")]
    [InlineData("a: *b", "a", 1, 4, "no &b before")]
    [InlineData("a: &a [ *a ]", "a[0]", 1, 9, "inside of what")]
    [InlineData("a:\n  ? [x, y]\n  : z", "a", 2, 5, "a key is a list")]
    [InlineData("a:\n  <<: 3", "a.<<", 2, 7, "<< takes in maps")]
    public void What_cannot_be_meant_is_a_problem_and_the_rest_is_read(string yaml, string path, int line, int column, string words)
    {
        var (root, problems) = Read(yaml);

        var problem = Assert.Single(problems);
        Assert.NotNull(root);
        Assert.Equal((path, line, column, "lab.yaml", NetworkError.DescriptionInvalid), (problem.Path.Replace("['<<']", ".<<", StringComparison.Ordinal), problem.Line, problem.Column, problem.File, problem.Error));
        Assert.Contains(words, problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:\n\tb: 1", "", 2, "a tab")]
    [InlineData("a:\n  b: 1\n \tc: 2", "a", 3, "a tab")]
    [InlineData("a: [1, 2", "a[1]", 1, "flow sequence")]
    [InlineData("a: 1\n b: 2", "", 2, "")]
    [InlineData("a: 'x", "", 1, "")]
    [InlineData("a: b: c", "", 1, "")]
    [InlineData("a: @x", "", 1, "")]
    [InlineData("%YAML 3.0\n---\na: 1", "", 1, "")]
    public void What_is_no_YAML_is_told_with_its_line(string yaml, string path, int line, string words)
    {
        var (root, problems) = Read(yaml);

        var problem = Assert.Single(problems);
        Assert.Null(root);
        Assert.True((path, line) == (problem.Path, problem.Line) && problem.Column > 0, problem.ToString());
        Assert.Contains(words, problem.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n...\n")]
    public void Nothing_is_nothing(string yaml) => Assert.Null(Good(yaml).Value);

    [Fact]
    public void What_is_not_UTF_8_is_a_problem() => Assert.Contains("UTF-8", Assert.Single(YamlDocumentReader.Read([0x61, 0xff], null).Problems).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_byte_order_mark_is_no_text() => Assert.Equal("a", YamlDocumentReader.Read("\ufeffa: 1"u8, null).Root!.Members![0].Key);

    [Fact]
    public void A_billion_laughs_and_a_million_brackets_are_refused_at_once()
    {
        var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            laughs.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        var merges = new StringBuilder("a0: &a0 {x: {y: 1}}\n");
        for (var i = 1; i < 60; i++)
            merges.Append($"a{i}: &a{i} {{<<: *a{i - 1}, k{i}: *a{i - 1}}}\n");
        foreach (var text in new[] { laughs.ToString(), merges.ToString(), new string('[', 1_000_000), string.Concat(Enumerable.Repeat("{a: ", 100_000)), string.Concat(Enumerable.Repeat("- ", 100_000)) })
        {
            var (root, problems) = Read(text);
            Assert.Null(root);
            Assert.Single(problems);
        }
    }
}
