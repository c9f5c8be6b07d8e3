using System.Globalization;

namespace SoGar.Compute.Data;

/// <summary>Images of one folder that follow each other by number, such as <c>frame0001.jpg</c>, <c>frame0002.jpg</c>.</summary>
/// <param name="Prefix">What stands before the number.</param>
/// <param name="Digits">Least digits of the number, zeros in front; 1 for none.</param>
/// <param name="Extension">What stands behind the number, the dot included.</param>
/// <param name="First">Number of the first image.</param>
/// <param name="Count">How many there are; 1 or more.</param>
public sealed record NumberedImages(string Prefix, int Digits, string Extension, int First, int Count)
{
    /// <summary>The name of one image, within its folder.</summary>
    /// <param name="index">From 0.</param>
    public string NameOf(int index) =>
        Prefix + (First + index).ToString($"D{Digits}", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The full path of one image.</summary>
    public string PathOf(string folder, int index) => System.IO.Path.Combine(folder, NameOf(index));

    /// <summary>Some of the images: those from <paramref name="first"/> to <paramref name="last"/>, by number, that are among these.</summary>
    public NumberedImages Between(int first, int last)
    {
        var (low, high) = (Math.Max(first, First), Math.Min(last, First + Count - 1));
        return this with { First = low, Count = Math.Max(0, high - low + 1) };
    }

    /// <summary>First and last name, for people.</summary>
    public override string ToString() => $"{NameOf(0)}..{NameOf(Count - 1)}";
}
