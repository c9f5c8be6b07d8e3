using System.Text;

namespace SoGar.Host.Hocon;

/// <summary>Path expressions: <c>a.b."c.d"</c> is three keys, the last of them with a dot in it.</summary>
internal static class HoconPath
{
    /// <summary>Splits at the dots outside quotes. White space between words belongs to the key.</summary>
    public static IReadOnlyList<string> Parse(IReadOnlyList<HoconToken> words, HoconPosition position)
    {
        var keys = new List<string>();
        var key = new StringBuilder();
        var hasQuotes = false;
        for (var i = 0; i < words.Count; i++)
        {
            key.Append(i == 0 ? "" : words[i].SpaceBefore);
            if (words[i].Kind == HoconTokenKind.Quoted)
            {
                key.Append(words[i].Text);
                hasQuotes = true;
                continue;
            }

            foreach (var letter in words[i].Text)
            {
                if (letter == '.')
                {
                    EndKey();
                }
                else
                {
                    key.Append(letter);
                }
            }
        }

        EndKey();
        return keys;

        void EndKey()
        {
            if (key.Length == 0 && !hasQuotes)
            {
                throw new HoconException(position, $"the path '{Join(words)}' has an empty key; remove the extra dot, or write \"\" for it");
            }

            keys.Add(key.ToString());
            key.Clear();
            hasQuotes = false;
        }
    }

    /// <summary>Writes a path so that <see cref="Parse"/> would read it back.</summary>
    public static string Render(IEnumerable<string> keys) => string.Join('.', keys.Select(RenderKey));

    /// <summary>One key, in quotes where it needs them.</summary>
    public static string RenderKey(string key) =>
        key.Length > 0 && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? key : HoconWriter.Quote(key);

    private static string Join(IReadOnlyList<HoconToken> words) =>
        string.Concat(words.Select((word, i) => (i == 0 ? "" : word.SpaceBefore) + word.Text));
}
