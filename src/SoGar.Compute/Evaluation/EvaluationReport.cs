using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SoGar.Compute.Evaluation;

/// <summary>What frozen features are worth, beside what they are measured against. Shares between 0 and 1, on test clips.</summary>
/// <param name="Knn">Nearest neighbours.</param>
/// <param name="Linear">Linear probe.</param>
/// <param name="Mca">Accuracy of the probe on pretrained features.</param>
/// <param name="Mpca">Mean of its recalls per class.</param>
/// <param name="TrainClips">Clips that probe and neighbours learned from.</param>
/// <param name="TestClips">Clips that everything was measured on.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Confusion">Of the probe on pretrained features: [true, predicted], clips.</param>
public sealed record EvaluationReport(
    KnnFigures Knn,
    LinearFigures Linear,
    double Mca,
    double Mpca,
    int TrainClips,
    int TestClips,
    ImmutableArray<string> Classes,
    ImmutableArray<ImmutableArray<int>> Confusion)
{
    /// <summary>Accuracy of the probe with classes united as the data set's second figure asks for; null where it has none.</summary>
    public double? MergedMca { get; init; }

    /// <summary>Test clips that find a training clip of their class.</summary>
    public RetrievalFigures? Retrieval { get; init; }

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>One standard error of <see cref="Mca"/>.</summary>
    public double StandardError => ConfusionMatrix.StandardErrorOf(Mca, TestClips);

    /// <summary>The report as one JSON object on one line, names in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);
}

/// <summary>Accuracy of nearest neighbours.</summary>
/// <param name="Pretrained">On the features that were learned.</param>
/// <param name="Random">On those of the same network before any training.</param>
/// <param name="Chance">Of the best guess without looking.</param>
/// <param name="StandardError">Of <paramref name="Pretrained"/>.</param>
/// <param name="PretrainedTop5">Share of clips whose class is among the five of most votes.</param>
public sealed record KnnFigures(double Pretrained, double Random, double Chance, double StandardError, double PretrainedTop5);

/// <summary>Shares of test clips that have a training clip of their class among the nearest.</summary>
/// <param name="K">How many of the nearest are looked at.</param>
/// <param name="Pretrained">For each, on the features that were learned.</param>
/// <param name="Random">For each, on those of the same network before any training.</param>
public sealed record RetrievalFigures(ImmutableArray<int> K, ImmutableArray<double> Pretrained, ImmutableArray<double> Random);

/// <summary>Accuracy of a linear probe.</summary>
/// <param name="Pretrained">On the features that were learned.</param>
/// <param name="Random">On those of the same network before any training.</param>
/// <param name="Chance">Of the best guess without looking.</param>
/// <param name="Shuffled">On learned features of clips whose frames were put out of order, in training and in test; null where not measured.</param>
/// <param name="StandardError">Of <paramref name="Pretrained"/>.</param>
/// <param name="PretrainedTop5">Share of clips whose class is among the five of highest score.</param>
/// <param name="L2">The penalty that the held-out fifth chose for the learned features; 0 for a probe by gradient descent.</param>
public sealed record LinearFigures(
    double Pretrained,
    double Random,
    double Chance,
    double? Shuffled,
    double StandardError,
    double PretrainedTop5,
    [property: JsonPropertyName("l2")] double L2);
