using SoGar.Host.Hocon;

namespace SoGar.Host.Tests.Hocon;

/// <summary>Reads a text and writes the result as one line of JSON, so that a case is one line too.</summary>
internal static class HoconCase
{
    public static string Json(string text, params (string File, string Text)[] files) => Json(Resolve(text, files));

    public static HoconObject Resolve(string text, params (string File, string Text)[] files)
    {
        var surroundings = Surroundings(files);
        return new HoconLayers(surroundings).AddText("main.conf", text).Resolve();
    }

    public static HoconSurroundings Surroundings(params (string File, string Text)[] files) => new(
        path => files.Where(file => file.File == path).Select(file => file.Text).FirstOrDefault(),
        name => name switch { "SHELL" => "bash", "LIST_0" => "x", "LIST_1" => "y", _ => null });

    public static string Complaint(string text, params (string File, string Text)[] files) =>
        Assert.Throws<HoconException>(() => Resolve(text, files)).Message;

    /// <summary>The value at a path that is there.</summary>
    public static HoconValue At(HoconObject root, params string[] path) =>
        path.Aggregate((HoconValue)root, (at, key) => ((HoconObject)at).Fields[key]);

    public static string Json(HoconValue value) => value switch
    {
        HoconObject inner => $"{{{string.Join(',', inner.Fields.Select(field => $"{HoconWriter.Quote(field.Key)}:{Json(field.Value)}"))}}}",
        HoconArray array => $"[{string.Join(',', array.Items.Select(Json))}]",
        HoconScalar { IsQuoted: true } text => HoconWriter.Quote(text.Text),
        HoconScalar plain => plain.Text,
        _ => "null",
    };
}
