using SoGar.Host.Hocon;

namespace SoGar.Host.Tests.Hocon;

public sealed class HoconSyntaxTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("\n\n# only a comment", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("{ a : 1 }", "{\"a\":1}")]
    [InlineData("a = 1", "{\"a\":1}")]
    [InlineData("\uFEFFa = 1", "{\"a\":1}")]
    [InlineData("a = 1\r\nb = 2\r\n", "{\"a\":1,\"b\":2}")]
    [InlineData("{\"a\"\n:\n1}", "{\"a\":1}")]
    [InlineData("{\"a\":[1,2,{\"b\":null}],\"c\":true}", "{\"a\":[1,2,{\"b\":null}],\"c\":true}")]
    public void A_file_is_an_object_with_or_without_its_braces(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("a = 1 # one\nb = 2 // two", "{\"a\":1,\"b\":2}")]
    [InlineData("a = x#y", "{\"a\":x}")]
    [InlineData("a = x//y", "{\"a\":x}")]
    [InlineData("a = \"x # // y\"", "{\"a\":\"x # // y\"}")]
    [InlineData("a = [1, // one\n 2 # two\n]", "{\"a\":[1,2]}")]
    [InlineData("a = x/y", "{\"a\":x/y}")]
    public void Comments_vanish_outside_quotes(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("a { b = 1 }", "{\"a\":{\"b\":1}}")]
    [InlineData("a.b.c = 1", "{\"a\":{\"b\":{\"c\":1}}}")]
    [InlineData("a.\"b.c\" = 1", "{\"a\":{\"b.c\":1}}")]
    [InlineData("a.\"\" = 1", "{\"a\":{\"\":1}}")]
    [InlineData("a b : 42", "{\"a b\":42}")]
    [InlineData("3.14 : 42", "{\"3\":{\"14\":42}}")]
    [InlineData("\"3.14\" : 42", "{\"3.14\":42}")]
    [InlineData("a\"b\"c = 1", "{\"abc\":1}")]
    [InlineData("true = 1", "{\"true\":1}")]
    [InlineData("includes = 1", "{\"includes\":1}")]
    [InlineData("\"include\" = 1", "{\"include\":1}")]
    [InlineData("a.include = 1", "{\"a\":{\"include\":1}}")]
    public void A_key_is_a_path(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("a = foo", "foo")]
    [InlineData("a = foo bar  baz ", "\"foo bar  baz\"")]
    [InlineData("a = \"foo\" bar", "\"foo bar\"")]
    [InlineData("a = \"foo\"\"bar\"", "\"foobar\"")]
    [InlineData("a = 10s", "10s")]
    [InlineData("a = 1.5e-3", "1.5e-3")]
    [InlineData("a = 1e+5", "1e+5")]
    [InlineData("a = -1", "-1")]
    [InlineData("a = nullify", "nullify")]
    [InlineData("a = null", "null")]
    [InlineData("a = \"null\"", "\"null\"")]
    [InlineData("a = \"\"", "\"\"")]
    [InlineData("a = \"\\u00e9\\n\\t\\\"\\\\\\/\"", "\"é\\n\\t\\\"\\\\/\"")]
    [InlineData("a = \"\"\"x\ny \\n\"\"\"", "\"x\\ny \\\\n\"")]
    [InlineData("a = \"\"\"say \"x\"\"\"\"", "\"say \\\"x\\\"\"")]
    [InlineData("a = \"\"\"\"\"\"", "\"\"")]
    public void Text_is_read_as_written(string text, string json) => Assert.Equal($"{{\"a\":{json}}}", HoconCase.Json(text));

    [Theory]
    [InlineData("a = [1, 2, 3]", "[1,2,3]")]
    [InlineData("a = [1\n2\n\n3]", "[1,2,3]")]
    [InlineData("a = [1, 2, 3,]", "[1,2,3]")]
    [InlineData("a = [\n1,\n2,\n]", "[1,2]")]
    [InlineData("a = []", "[]")]
    [InlineData("a = [a b, c]", "[\"a b\",c]")]
    [InlineData("a = [1] [2]", "[1,2]")]
    [InlineData("a = [1][2, 3]", "[1,2,3]")]
    [InlineData("a = [[1], [2]]", "[[1],[2]]")]
    [InlineData("a = [{b = 1}, {c = 2}]", "[{\"b\":1},{\"c\":2}]")]
    [InlineData("a = {b = 1} {c = 2}", "{\"b\":1,\"c\":2}")]
    [InlineData("a += 1\na += 2", "[1,2]")]
    [InlineData("a = [1]\na += {b = 2}", "[1,{\"b\":2}]")]
    public void Lists_take_commas_or_lines_and_are_chained(string text, string json) => Assert.Equal($"{{\"a\":{json}}}", HoconCase.Json(text));

    [Theory]
    [InlineData("a = 1, a = 2", "{\"a\":2}")]
    [InlineData("a { b = 1 }, a { c = 2 }", "{\"a\":{\"b\":1,\"c\":2}}")]
    [InlineData("a { b = 1 }, a.c = 2, a.b = 3", "{\"a\":{\"b\":3,\"c\":2}}")]
    [InlineData("a { b = 1 }, a = null, a { c = 2 }", "{\"a\":{\"c\":2}}")]
    [InlineData("a { b = 1 }, a = 5", "{\"a\":5}")]
    [InlineData("a = 5, a { b = 1 }", "{\"a\":{\"b\":1}}")]
    [InlineData("a = [1], a = [2]", "{\"a\":[2]}")]
    public void A_later_value_wins_and_objects_are_merged(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("a = \n")]
    [InlineData("a = ,b = 1")]
    [InlineData("a")]
    [InlineData("a = 1 }")]
    [InlineData("{ a = 1")]
    [InlineData("{ a = 1 } b = 2")]
    [InlineData("a = [1, 2")]
    [InlineData("a = [1}")]
    [InlineData("a = [1,,2]")]
    [InlineData("a = [,1]")]
    [InlineData("a = 1,, b = 2")]
    [InlineData(", a = 1")]
    [InlineData("a = b = c")]
    [InlineData("a = http://x")]
    [InlineData("a..b = 1")]
    [InlineData(".a = 1")]
    [InlineData("a. = 1")]
    [InlineData("a = \"x")]
    [InlineData("a = \"x\ny\"")]
    [InlineData("a = \"\"\"x")]
    [InlineData("a = \"\\q\"")]
    [InlineData("a = \"\\u12\"")]
    [InlineData("a = \"\t\"")]
    [InlineData("a = x@y")]
    [InlineData("a = a+b")]
    [InlineData("a = $x")]
    [InlineData("a = ${}")]
    [InlineData("a = ${x")]
    [InlineData("a = ${x\n}")]
    [InlineData("${a} = 1")]
    [InlineData("[1, 2]")]
    [InlineData("include = 1")]
    [InlineData("include x")]
    [InlineData("include \"a\" \"b\"")]
    [InlineData("include url(\"http://x\")")]
    [InlineData("a = {b = 1} [2]")]
    [InlineData("a = {b = 1} c")]
    [InlineData("a = 1\na += 2")]
    public void A_malformed_text_is_refused_with_its_line(string text) =>
        Assert.StartsWith("main.conf:", HoconCase.Complaint("\n\n" + text), StringComparison.Ordinal);

    [Fact]
    public void Nesting_without_end_is_refused_before_the_stack_ends()
    {
        var text = string.Concat(Enumerable.Repeat("a = [", 50_000));

        Assert.Contains("nested", HoconCase.Complaint("a=" + new string('[', 50_000)), StringComparison.Ordinal);
        Assert.StartsWith("main.conf:1", HoconCase.Complaint(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_remembers_its_file_and_line()
    {
        var root = HoconCase.Resolve("a = 1\nb {\n  c = [\n    x\n    y ]\n}\ninclude \"other.conf\"\n", ("other.conf", "\nd = 2"));

        Assert.Equal("main.conf:1", HoconCase.At(root, "a").Position.ToString());
        Assert.Equal("main.conf:5", ((HoconArray)HoconCase.At(root, "b", "c")).Items[1].Position.ToString());
        Assert.Equal("other.conf:2", HoconCase.At(root, "d").Position.ToString());
    }
}
