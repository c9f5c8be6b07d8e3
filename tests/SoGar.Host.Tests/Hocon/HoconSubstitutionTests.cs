namespace SoGar.Host.Tests.Hocon;

public sealed class HoconSubstitutionTests
{
    [Theory]
    [InlineData("a = 1, b = ${a}", "{\"a\":1,\"b\":1}")]
    [InlineData("b = ${a}, a = 1", "{\"b\":1,\"a\":1}")]
    [InlineData("a { b = 1 }, c = ${a.b}", "{\"a\":{\"b\":1},\"c\":1}")]
    [InlineData("\"a.b\" = 1, c = ${\"a.b\"}", "{\"a.b\":1,\"c\":1}")]
    [InlineData("a = 1, a = 2, b = ${a}", "{\"a\":2,\"b\":2}")]
    [InlineData("a = x, b = ${a} and ${a}", "{\"a\":x,\"b\":\"x and x\"}")]
    [InlineData("a = [1], b = ${a} [2]", "{\"a\":[1],\"b\":[1,2]}")]
    [InlineData("a = {x = 1}, b = ${a} {y = 2}", "{\"a\":{\"x\":1},\"b\":{\"x\":1,\"y\":2}}")]
    [InlineData("a = {x = 1, y = 1}, b = {y = 2} ${a}", "{\"a\":{\"x\":1,\"y\":1},\"b\":{\"y\":1,\"x\":1}}")]
    [InlineData("a = {x = 1}, b = ${a}, b.x = 2", "{\"a\":{\"x\":1},\"b\":{\"x\":2}}")]
    [InlineData("a = null, b = ${a}", "{\"a\":null,\"b\":null}")]
    [InlineData("a = 1, b = [${a}, ${?nope}, 3]", "{\"a\":1,\"b\":[1,3]}")]
    public void A_substitution_stands_for_the_final_value_of_its_path(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("a = ${?nope}", "{}")]
    [InlineData("a = 1, a = ${?nope}", "{\"a\":1}")]
    [InlineData("a = ${?nope}${?nope}", "{}")]
    [InlineData("a = ${?nope} ${?nope}", "{}")]
    [InlineData("a = x${?nope}", "{\"a\":\"x\"}")]
    [InlineData("a = ${?nope} [1]", "{\"a\":[1]}")]
    [InlineData("a = {b = 1} ${?nope}", "{\"a\":{\"b\":1}}")]
    [InlineData("a = ${?SHELL}", "{\"a\":\"bash\"}")]
    [InlineData("a = ${SHELL}", "{\"a\":\"bash\"}")]
    [InlineData("SHELL = ${SHELL}", "{\"SHELL\":\"bash\"}")]
    [InlineData("SHELL = null, a = ${?SHELL}", "{\"SHELL\":null,\"a\":null}")]
    [InlineData("a = ${LIST[]} [z]", "{\"a\":[\"x\",\"y\",z]}")]
    [InlineData("a = ${?NOPE[]}", "{}")]
    public void What_is_not_defined_is_looked_up_outside_or_left_out(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("path = a, path = ${path}b", "{\"path\":\"ab\"}")]
    [InlineData("path = [a], path = ${path} [b]", "{\"path\":[a,b]}")]
    [InlineData("path = ${?path}b", "{\"path\":\"b\"}")]
    [InlineData("a = 1, a = ${a}2, a = ${a}3", "{\"a\":\"123\"}")]
    [InlineData("a = 1, a = ${a}", "{\"a\":1}")]
    [InlineData("a.b = 1, a.b = ${a.b}2", "{\"a\":{\"b\":\"12\"}}")]
    [InlineData("a { b = 1 }, a { b = ${a.b}2 }", "{\"a\":{\"b\":\"12\"}}")]
    [InlineData("foo { a { c = 1 } }, foo = ${foo.a}, foo { a = 2 }", "{\"foo\":{\"a\":2,\"c\":1}}")]
    [InlineData("foo { a = 1 }, bar = ${foo}, bar.a = ${bar.a}0", "{\"foo\":{\"a\":1},\"bar\":{\"a\":\"10\"}}")]
    [InlineData("foo.a = x, foo.a = ${foo.a}y, bar = ${foo}, bar.a = ${bar.a}z", "{\"foo\":{\"a\":\"xy\"},\"bar\":{\"a\":\"xyz\"}}")]
    [InlineData("a = 1, b = ${a}, a = ${b}", "{\"a\":1,\"b\":1}")]
    [InlineData("a = 1, b = ${c}, c = ${a}, a = ${b}", "{\"a\":1,\"b\":1,\"c\":1}")]
    [InlineData("a = ${?b}foo, b = ${?a}", "{\"a\":\"foo\",\"b\":\"foo\"}")]
    [InlineData("a = ${?a}", "{}")]
    public void A_field_that_refers_to_itself_sees_what_came_before(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }", "{\"bar\":{\"foo\":42,\"baz\":42}}")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }, bar { foo = 43 }", "{\"bar\":{\"foo\":43,\"baz\":43}}")]
    [InlineData("bar { a = ${foo.d}, b = 1 }, bar.b = 3, foo { c = ${bar.b}, d = 2 }, foo.d = 4", "{\"bar\":{\"a\":4,\"b\":3},\"foo\":{\"c\":3,\"d\":4}}")]
    [InlineData("a { b = ${a.c}, c = ${a.d}, d = 1 }", "{\"a\":{\"b\":1,\"c\":1,\"d\":1}}")]
    [InlineData("a = ${b} { c = ${a.d} }, b { d = 5 }", "{\"a\":{\"d\":5,\"c\":5},\"b\":{\"d\":5}}")]
    public void Objects_may_refer_into_themselves_and_each_other(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("a = ${nope}, a = 1", "{\"a\":1}")]
    [InlineData("a = ${nope}, a = [1]", "{\"a\":[1]}")]
    public void What_a_later_value_hides_is_never_looked_up(string text, string json) => Assert.Equal(json, HoconCase.Json(text));

    [Theory]
    [InlineData("\na = ${nope}", "main.conf:2: ${nope} is defined nowhere")]
    [InlineData("a = x${nope.b}", "main.conf:1: ${nope.b} is defined nowhere")]
    [InlineData("a = ${a}", "main.conf:1: ${a} refers back to itself")]
    [InlineData("a = ${b}\nb = ${a}", "refers back to itself")]
    [InlineData("a = ${b}\nb = ${c}\nc = ${a}", "refers back to itself")]
    [InlineData("a { b = ${a} }", "main.conf:1: ${a} contains itself")]
    [InlineData("a { b = ${a} {b {}} }", "contains itself")]
    [InlineData("a = {x = 1}, b = ${a} c", "found an object and a plain value side by side")]
    public void A_substitution_without_an_end_is_refused(string text, string complaint) =>
        Assert.Contains(complaint, HoconCase.Complaint(text), StringComparison.Ordinal);

    [Fact]
    public void A_long_chain_of_appends_is_fast_and_complete()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"a += {i}\n"));

        Assert.Equal($"{{\"a\":[{string.Join(',', Enumerable.Range(0, 200))}]}}", HoconCase.Json(text));
    }
}
