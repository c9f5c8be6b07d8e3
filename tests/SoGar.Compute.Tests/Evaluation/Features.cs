using System.Collections.Immutable;
using SoGar.Compute.Evaluation;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Evaluation;

/// <summary>Synthetic features with known answers.</summary>
internal static class Features
{
    /// <summary>Gaussian clouds around one centre per class; <paramref name="distance"/> 0 makes labels unrelated to features.</summary>
    public static FeatureSet Clouds(int count, int width, int classes, double distance, long which)
    {
        var values = new float[count * width];
        var labels = ImmutableArray.CreateBuilder<int>(count);
        for (var clip = 0; clip < count; clip++)
        {
            var label = clip % classes;
            labels.Add(label);
            var noise = KeyedRandom.For(1, Purpose.Test, which, clip);
            var centre = KeyedRandom.For(2, Purpose.Test, label);
            for (var column = 0; column < width; column++)
                values[clip * width + column] = (float)(noise.Normal() + distance * centre.Normal() + 3);
        }

        return new FeatureSet(values, width, labels.ToImmutable(), classes);
    }

    public static FeaturePair CloudPair(double distance, int train = 640, int test = 320, int width = 128, int classes = 8) =>
        new(Clouds(train, width, classes, distance, which: 1), Clouds(test, width, classes, distance, which: 2));
}
