using System.Globalization;

namespace SoGar.Protocol.Recipes.Rules;

/// <summary>Collects complaints below one key of a recipe.</summary>
internal sealed class Findings
{
    private readonly List<RecipeComplaint> _all;
    private readonly string _prefix;

    public Findings()
        : this([], "")
    {
    }

    private Findings(List<RecipeComplaint> all, string prefix)
    {
        _all = all;
        _prefix = prefix;
    }

    public IReadOnlyList<RecipeComplaint> All => _all;

    /// <summary>The same list, for keys below <paramref name="key"/>.</summary>
    public Findings Below(string key) => new(_all, $"{_prefix}{key}.");

    public void Require(bool isFulfilled, string key, string problem)
    {
        if (!isFulfilled)
        {
            _all.Add(new RecipeComplaint(_prefix + key, problem));
        }
    }

    public void AtLeast(string key, long value, long least) => Require(value >= least, key, $"is {value}; {least} or more works");

    // Written so that a NaN is refused too.
    public void Between(string key, double value, double least, double greatest) =>
        Require(value >= least && value <= greatest, key, $"is {Text(value)}; {Text(least)} to {Text(greatest)} works");

    /// <summary>Requires that <paramref name="sharers"/> can have equal parts of <paramref name="value"/>; names the nearest values that would do.</summary>
    public void SharedBy(string key, int value, int count, string sharers)
    {
        if (value < 1 || count < 1)
        {
            return;
        }

        var below = value / count * count;
        var nearest = below > 0 ? $"{below} or {below + count}" : $"{below + count}";
        Require(below == value, key, $"is {value}, which {count} {sharers} cannot share evenly; {nearest} would work");
    }

    public void Positive(string key, double value) =>
        Require(value > 0 && double.IsFinite(value), key, $"is {Text(value)}; a number above 0 works");

    public void NotNegative(string key, double value) =>
        Require(value >= 0 && double.IsFinite(value), key, $"is {Text(value)}; 0 or more works");

    public void Positive(string key, TimeSpan value) => Require(value > TimeSpan.Zero, key, "is no time at all; take for example 60s");

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
