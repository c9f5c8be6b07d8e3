using System.Text;

namespace SoGar.Host.Recipes;

/// <summary>How names in code are spelled in files: <c>CacheBytes</c> is <c>cache-bytes</c>.</summary>
internal static class KebabCase
{
    public static string Of(string name)
    {
        var spelled = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && spelled.Length > 0)
            {
                spelled.Append('-');
            }

            spelled.Append(char.ToLowerInvariant(letter));
        }

        return spelled.ToString();
    }
}
