using SoGar.Host.Hocon;

namespace SoGar.Host.Tests.Hocon;

public sealed class HoconIncludeTests
{
    [Theory]
    [InlineData("include \"x.conf\"")]
    [InlineData("include \"x\"")]
    [InlineData("include file(\"x.conf\")")]
    [InlineData("include required(\"x.conf\")")]
    [InlineData("include required(file(\"x.conf\"))")]
    [InlineData("include required( file( \"x.conf\" ) )")]
    public void Every_form_of_include_reads_the_file(string include) => Assert.Equal("{\"a\":1}", HoconCase.Json(include, ("x.conf", "a = 1")));

    [Fact]
    public void Later_fields_win_on_either_side_of_an_include()
    {
        Assert.Equal("{\"a\":2,\"b\":1}", HoconCase.Json("include \"x.conf\"\na = 2", ("x.conf", "a = 1, b = 1")));
        Assert.Equal("{\"a\":1,\"b\":1}", HoconCase.Json("a = 2\ninclude \"x.conf\"", ("x.conf", "a = 1, b = 1")));
    }

    [Fact]
    public void An_include_inside_an_object_adds_to_that_object() =>
        Assert.Equal("{\"o\":{\"a\":1,\"b\":2}}", HoconCase.Json("o { include \"x.conf\", b = 2 }", ("x.conf", "a = 1")));

    [Fact]
    public void Paths_are_relative_to_the_including_file() =>
        Assert.Equal("{\"a\":1}", HoconCase.Json("include \"sub/x.conf\"", ("sub/x.conf", "include \"y.conf\""), ("sub/y.conf", "a = 1")));

    [Fact]
    public void Substitutions_of_an_included_file_look_below_the_place_of_inclusion_first()
    {
        Assert.Equal("{\"o\":{\"a\":1,\"b\":1},\"a\":5}", HoconCase.Json("o { include \"x.conf\" }, a = 5", ("x.conf", "a = 1, b = ${a}")));
        Assert.Equal("{\"o\":{\"b\":5},\"a\":5}", HoconCase.Json("o { include \"x.conf\" }, a = 5", ("x.conf", "b = ${a}")));
    }

    [Fact]
    public void A_missing_include_counts_as_empty_unless_it_is_required()
    {
        Assert.Equal("{\"a\":1}", HoconCase.Json("include \"nope\"\na = 1"));
        Assert.StartsWith(
            "main.conf:2: the required include \"nope\" is not there", HoconCase.Complaint("\ninclude required(\"nope\")"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_include_that_comes_back_to_itself_is_refused_with_its_way()
    {
        var complaint = HoconCase.Complaint("include \"x.conf\"", ("x.conf", "include \"y.conf\""), ("y.conf", "include \"x.conf\""));

        Assert.Equal("y.conf:1: \"x.conf\" includes itself: main.conf -> x.conf -> y.conf -> x.conf", complaint);
    }

    [Fact]
    public void The_same_file_may_be_included_twice() =>
        Assert.Equal("{\"o\":{\"a\":1},\"p\":{\"a\":1}}", HoconCase.Json("o { include \"x\" }\np { include \"x\" }", ("x.conf", "a = 1")));

    [Fact]
    public void Layers_are_resolved_together_and_the_top_one_wins()
    {
        var root = new HoconLayers(HoconCase.Surroundings())
            .AddText("reference.conf", "size = 1, double = ${size}${size}, data { path = x }")
            .AddText("recipe.conf", "size = 2, data.cache = 1GiB")
            .AddOverride("data.path=/tmp/a b:c")
            .AddOverride("list=[1, 2]")
            .AddOverride("list+=3")
            .Resolve();

        Assert.Equal("{\"size\":2,\"double\":\"22\",\"data\":{\"path\":\"/tmp/a b:c\",\"cache\":1GiB},\"list\":[1,2,3]}", HoconCase.Json(root));
        Assert.Equal("command line", HoconCase.At(root, "data", "path").Position.File);
    }

    [Theory]
    [InlineData("steps", "command line: found 'steps', which is no setting; write key=value")]
    [InlineData("a=[1", "command line: in 'a=[1': found the end of the file inside a list; close it with ']'")]
    public void A_malformed_override_is_quoted_in_the_complaint(string assignment, string complaint) =>
        Assert.Equal(complaint, Assert.Throws<HoconException>(() => new HoconLayers(HoconCase.Surroundings()).AddOverride(assignment)).Message);
}
