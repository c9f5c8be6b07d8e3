namespace SoGar.Compute.Evaluation.Metrics;

/// <summary>What of several views of a clip is averaged.</summary>
public enum Ensemble
{
    /// <summary>Probabilities.</summary>
    Softmax,

    /// <summary>Scores before the softmax, as SVT's meter does.</summary>
    Logit,
}

/// <summary>Makes one answer of those to several views of each clip (multi-view test, methods.md, F.1).</summary>
public static class ViewEnsemble
{
    /// <summary>Averages the scores of each clip's views.</summary>
    /// <param name="scores">Of all views, clip after clip.</param>
    /// <param name="viewsOfClip">Views of each clip; 1 or more.</param>
    /// <param name="rule">What is averaged.</param>
    /// <param name="classCount">Classes.</param>
    /// <exception cref="ArgumentException">The views do not make whole clips.</exception>
    public static ClassScores Average(ClassScores scores, int viewsOfClip, Ensemble rule, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(viewsOfClip, 1);
        if (scores.Count % viewsOfClip != 0) throw new ArgumentException($"{scores.Count} views do not make clips of {viewsOfClip} views each");
        var averages = new double[scores.Count / viewsOfClip * classCount];
        var view = new double[classCount];
        for (var index = 0; index < scores.Count; index++)
        {
            scores[index].CopyTo(view);
            if (rule == Ensemble.Softmax) Dense.Softmax(view);
            Dense.AddScaled(averages.AsSpan(index / viewsOfClip * classCount, classCount), 1.0 / viewsOfClip, view);
        }

        return new ClassScores(classCount, averages);
    }
}
