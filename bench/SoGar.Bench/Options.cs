using System.Globalization;

namespace SoGar.Bench;

/// <summary>The <c>--name value</c> pairs behind a subcommand; whoever reads one says its default.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _given = [];
    private readonly HashSet<string> _read = [];

    public Options(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Count)
                throw new ArgumentException($"'{arguments[i]}' is not an option with a value; they look like --threads 2");
            _given[arguments[i][2..]] = arguments[i + 1];
        }
    }

    public int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString()), CultureInfo.InvariantCulture);

    public string Text(string name, string otherwise)
    {
        _read.Add(name);
        return _given.GetValueOrDefault(name, otherwise);
    }

    /// <summary>Refuses what no one has read.</summary>
    public void RequireAllRead()
    {
        if (_given.Keys.FirstOrDefault(name => !_read.Contains(name)) is { } unknown)
            throw new ArgumentException($"--{unknown} is not known here; there are {string.Join(", ", _read.Order().Select(name => $"--{name}"))}");
    }
}
