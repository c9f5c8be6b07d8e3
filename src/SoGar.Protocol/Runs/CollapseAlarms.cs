namespace SoGar.Protocol.Runs;

/// <summary>Signs that all clips get the same embedding (methods.md, B.3, "Anti-collapse set").</summary>
public static class CollapseAlarms
{
    /// <summary>The alarms that <paramref name="reading"/> gives cause for, each a sentence with figures; none when it is healthy.</summary>
    public static IEnumerable<string> Of(StepReading reading)
    {
        if (reading.EmbeddingStd < 0.01)
            yield return $"the embeddings hardly differ: mean deviation per dimension {reading.EmbeddingStd:0.0000}, alarm below 0.01";
        if (reading.TargetEntropy < 0.05)
            yield return $"the teacher's targets are one-hot: entropy {reading.TargetEntropy:0.000} of ln D, alarm below 0.05";
        if (reading.TargetEntropy > 0.99)
            yield return $"the teacher's targets are uniform: entropy {reading.TargetEntropy:0.000} of ln D, alarm above 0.99; a lower " +
                "loss.teacher-temperature sharpens them";
        if (reading.ClipCosine > 0.95)
            yield return $"different clips look alike: mean cosine {reading.ClipCosine:0.000}, alarm above 0.95";
    }
}
